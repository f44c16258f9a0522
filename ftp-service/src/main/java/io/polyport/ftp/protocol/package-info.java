/**
 * The FTP protocol on Vert.x sockets (RFC 959, 2428, 2640, 3659): sessions, transfers, the pool of logins. Everything of
 * a session happens on the event loop that opened it. Nothing here knows HTTP, the bus or the forms of listings.
 */
package io.polyport.ftp.protocol;
