/**
 * FTP and FTPS servers over REST. Here live the rooms of the service and the port ({@link io.polyport.ftp.FtpClient});
 * the protocol itself is in {@code protocol}, the forms of listings in {@code listing}.
 */
package io.polyport.ftp;
