/** The FTP service's REST face, row by row: through gateway and bus, against real, scripted and broken FTP servers. */
package io.polyport.system.ftp;
