/** Copies between two configured connections in the background, which outlive their callers and this process (FT-21). */
package io.polyport.ftp.transfers;
