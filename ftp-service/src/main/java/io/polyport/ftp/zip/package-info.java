/** A directory's tree as a ZIP file, written while it is read. */
package io.polyport.ftp.zip;
