package io.polyport.ftp.exchanges;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong with an exchange, besides what an FTP server says. */
public final class ExchangeProblems {
    public static final ProblemType UNKNOWN = new ProblemType(
            "ftp.exchange-unknown",
            404,
            "There is no such exchange",
            "GET /exchanges lists those that you may see. Operators declare them below 'ftp.exchanges'.");
    public static final ProblemType NOT_MANUAL = new ProblemType(
            "ftp.exchange-not-manual",
            403,
            "The exchange's report can't be sent by hand",
            "It goes by itself when it appears. Operators allow this call with 'upload.manual: true' of the exchange.");
    public static final ProblemType CHANGED = new ProblemType(
            "ftp.exchange-changed",
            409,
            "The file changed while it was exchanged",
            "It is tried again. Write files under another name and rename them, or use done-files.");
    public static final ProblemType LOCAL = new ProblemType(
            "ftp.exchange-local",
            500,
            "A file on our side can't be read or written",
            "Operators: look at the rights and the free space of the folder that 'ftp.exchange-folder' names.");
    public static final ProblemType OUTSIDE = new ProblemType(
            "ftp.exchange-outside",
            500,
            "A path of the exchange leads out of its folder",
            "Operators: put a directory in the place of the symbolic link, or correct 'ftp.exchange-folder'.");
    public static final ProblemType CALLBACK = new ProblemType(
            "ftp.exchange-callback",
            502,
            "The exchange's URL did not do its part",
            "It has to answer with a status of 200 to 299 in time; the detail says what it did.");
    public static final ProblemType TOO_MANY = new ProblemType(
            "ftp.exchange-too-many-files",
            409,
            "Too many files fit the exchange's pattern",
            "Take files away, narrow the pattern, or let the exchange delete or move what it has done.");
    public static final ProblemType NOT_ALONE = new ProblemType(
            "ftp.exchange-not-alone",
            503,
            "Another instance of the service runs, and the state is a file",
            "Two instances with a file each would both do every exchange. Set 'ftp.state.url' of all to one PostgreSQL database, or run one instance.");

    public static final List<ProblemType> ALL =
            List.of(UNKNOWN, NOT_MANUAL, CHANGED, LOCAL, OUTSIDE, CALLBACK, TOO_MANY, NOT_ALONE);

    private ExchangeProblems() {}
}
