package io.polyport.ftp.listing;

import io.polyport.kit.problem.ProblemType;

/** What can be wrong with a listing or with a path. */
public final class ListingProblems {
    /** The path in the URL cannot be a path on the server. */
    public static final ProblemType BAD_PATH = new ProblemType(
            "ftp.bad-path",
            400,
            "The path cannot be used",
            "Send the path as segments divided by '/', each percent-encoded by itself, without '.', '..', empty"
                    + " segments or control characters; '%2F' only as the very first character, for an absolute path.");

    /** A listing, or one line of it, is larger than what is read. */
    public static final ProblemType TOO_LARGE = new ProblemType(
            "ftp.listing-too-large",
            502,
            "The server's listing is too large",
            "List a directory further down or with fewer entries, or raise the limits of listings in the"
                    + " configuration.");

    /** Not one line of a listing was understood. */
    public static final ProblemType UNREADABLE = new ProblemType(
            "ftp.listing-unreadable",
            502,
            "The server's listing is in no known format",
            "Look at the listing with another FTP client; if it is in order, tell us its first lines and the server's"
                    + " name.");

    private ListingProblems() {}
}
