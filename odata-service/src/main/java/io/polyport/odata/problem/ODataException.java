package io.polyport.odata.problem;

/**
 * A request that can't be answered as it stands. Its text is for the caller, in Russian and English: it says what is wrong
 * and what to write instead, and never holds anything of the database's own messages.
 */
public final class ODataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final InnerCode code;
    private final int status;
    private final String russian;
    private final String english;
    private final int retryAfterSeconds;

    public ODataException(InnerCode code, String russian, String english) {
        this(code, code.status(), russian, english);
    }

    /** With another status than the code's usual one. */
    public ODataException(InnerCode code, int status, String russian, String english) {
        this(code, status, russian, english, 0);
    }

    private ODataException(InnerCode code, int status, String russian, String english, int retryAfterSeconds) {
        super(english, null, false, false);
        this.retryAfterSeconds = retryAfterSeconds;
        this.code = code;
        this.status = status;
        this.russian = russian;
        this.english = english;
    }

    /** The same, saying in {@code Retry-After} when asking again makes sense. */
    public ODataException retryAfter(int seconds) {
        return new ODataException(code, status, russian, english, seconds);
    }

    /** When asking again makes sense, 0 when unknown. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    public InnerCode code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** @param language {@code ru} or anything else for English */
    public String text(String language) {
        return language.equals("ru") ? russian : english;
    }
}
