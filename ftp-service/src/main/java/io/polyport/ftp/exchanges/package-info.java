/** Periodic exchanges of files with FTP servers: what comes, what goes, and what is remembered of it (FT-30 to FT-37). */
package io.polyport.ftp.exchanges;
