/** The listener's certificate: read from files or generated, checked before anything is served with it. */
package io.polyport.gateway.tls;
