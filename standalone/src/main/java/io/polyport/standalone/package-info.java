/** The gateway and every service in one JVM on a local bus, with demo peers: the embedded default. */
package io.polyport.standalone;
