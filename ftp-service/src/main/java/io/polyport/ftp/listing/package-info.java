/**
 * What FTP servers say about their directories, and how names travel: listings to entries, URL paths to name bytes and
 * back. Knows no socket; the only user of commons-net's listing parsers.
 */
package io.polyport.ftp.listing;
