/** What is done with files and trees over a login: walking, removing, renaming, summing up. */
package io.polyport.ftp.files;
