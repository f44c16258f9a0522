package io.polyport.ftp.protocol;

/** What one server has told of itself to one user, in one or several sessions of one event loop. */
final class ServerTraits {
    private final String welcome;
    private final ServerFeatures features;
    private final int utf8;
    private final long since;
    private String system;
    private boolean doubted;

    /**
     * @param utf8 the code of the reply to OPTS UTF8 ON, 0 when that was not sent
     * @param since when the features were told ({@link System#nanoTime})
     */
    ServerTraits(String welcome, ServerFeatures features, int utf8, long since) {
        this.welcome = welcome;
        this.features = features;
        this.utf8 = utf8;
        this.since = since;
    }

    String welcome() {
        return welcome;
    }

    ServerFeatures features() {
        return features;
    }

    int utf8() {
        return utf8;
    }

    long since() {
        return since;
    }

    /** The reply to SYST, null before it was asked for. */
    String system() {
        return system;
    }

    void system(String told) {
        system = told;
    }

    /** The server does not have this command. If it had told that it has, nothing that it told counts any more. */
    void missing(String command) {
        int blank = command.indexOf(' ');
        String verb = blank < 0 ? command : command.substring(0, blank);
        // Whoever lists MLST has both (RFC 3659 §7.8).
        doubted |= features.has(verb) || (verb.equals("MLSD") && features.has("MLST"));
    }

    /** Whether another session may rely on it. */
    boolean isValid() {
        return !doubted;
    }
}
