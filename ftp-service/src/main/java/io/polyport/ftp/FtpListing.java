package io.polyport.ftp;

/**
 * The bytes of a directory's listing, as the server sends them.
 *
 * @param lines the bytes; starts paused, and keeps the session busy until it has ended, failed or is aborted
 * @param machine true for MLSD (RFC 3659), false for the free form of LIST
 */
public record FtpListing(FtpDownload lines, boolean machine) {}
