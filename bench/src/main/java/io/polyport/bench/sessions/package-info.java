/** Many FTP sessions at once: the FTP service's client beside a blocking one with a thread per session. */
package io.polyport.bench.sessions;
