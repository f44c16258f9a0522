package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.vertx.core.json.JsonObject;

/**
 * What could not be copied.
 *
 * @param path below the transfer's ends, with the source's raw names
 * @param shown the same for people
 * @param after of a directory: the last path in it that was finished before; null when none was
 */
record Failed(FtpPath path, String shown, Kind kind, FtpPath after, String code, String detail) {
    private static final int LONGEST = 500;

    enum Kind {
        FILE,
        /** And all that is in it, as far as it was not finished before. */
        DIRECTORY,
        /** The directory at the target that everything goes into. */
        TARGET,
        /** Something in the directory that has no name which a command could say. */
        NAMELESS
    }

    Failed {
        shown = cut(shown);
        detail = cut(detail);
    }

    /** Whether it is the same thing again: a directory that is listed again shows it again. */
    boolean repeats(Failed other) {
        return kind == other.kind && path.equals(other.path) && detail.equals(other.detail);
    }

    JsonObject toJson() {
        var json = new JsonObject()
                .put("raw", Names.encoded(path))
                .put("path", shown)
                .put("kind", kind.name())
                .put("code", code)
                .put("detail", detail);
        return after == null ? json : json.put("after", Names.encoded(after));
    }

    /** A record of an earlier version does not tell the kind; it took all for files. */
    static Failed of(JsonObject json) {
        return new Failed(
                Names.decoded(json.getString("raw")),
                json.getString("path"),
                Kind.valueOf(json.getString("kind", Kind.FILE.name())),
                json.containsKey("after") ? Names.decoded(json.getString("after")) : null,
                json.getString("code"),
                json.getString("detail"));
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
