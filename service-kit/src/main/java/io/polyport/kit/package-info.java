/** All that a program needs to be a service on the bus; no protocol and no HTTP serving beyond the management port. */
package io.polyport.kit;
