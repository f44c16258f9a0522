package io.polyport.ftp.listing;

/** In which form a server lists its directories. */
public enum ListingFormat {
    /** Facts, RFC 3659 section 7. */
    MACHINE,
    /** {@code ls -l} and what imitates it. */
    UNIX,
    /** {@code dir} of Windows and its IIS. */
    WINDOWS,
    /** VMS, OS/400, OS/2, MVS, NetWare and whatever else commons-net knows. */
    OTHER
}
