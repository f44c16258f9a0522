/** The HTTP edge: terminates TLS, authenticates, authorises and routes over the bus. It holds no protocol code. */
package io.polyport.gateway;
