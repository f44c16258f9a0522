/** The only place that serves HTTP: requests in, answers and problems out. */
package io.polyport.gateway.http;
