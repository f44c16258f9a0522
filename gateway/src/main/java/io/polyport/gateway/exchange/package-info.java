/** One request over the bus: which instance, what if it does not answer, and how the body goes along. */
package io.polyport.gateway.exchange;
