package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;

/** What one line of a listing turned out to be. */
sealed interface Line {
    /** A line with an entry. */
    record Entry(FtpEntry entry) implements Line {}

    /** A line without one. */
    enum Empty implements Line {
        /** Belongs to the format and says nothing of interest: a total, the directory itself, its parent. */
        IGNORED,
        /** Does not belong to the format. */
        FOREIGN
    }

    /** Reads the lines of one format. */
    interface Format {
        /** Never throws, whatever the bytes are; texts are decoded with the charset. */
        Line read(byte[] line, java.nio.charset.Charset charset);
    }
}
