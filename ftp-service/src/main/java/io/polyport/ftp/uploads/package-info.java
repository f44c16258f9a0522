/** Uploads that can be resumed (FT-25), and what broken ones leave behind at servers. */
package io.polyport.ftp.uploads;
