/** The logins of an event loop: pools for the configured connections, and those that callers opened. */
package io.polyport.ftp.logins;
