package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.transfers.Failed.Kind;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is tried again before the walk goes on.
 *
 * @param path below the transfer's ends, with the source's raw names
 * @param after of a directory: the last path in it that is finished; null for none
 */
record Retry(FtpPath path, Kind kind, FtpPath after) {
    static Retry file(FtpPath path) {
        return new Retry(path, Kind.FILE, null);
    }

    static Retry directory(FtpPath path, FtpPath after) {
        return new Retry(path, Kind.DIRECTORY, after);
    }

    /** Looks whether a directory still has something in it that no command can name. */
    static Retry nameless(FtpPath directory) {
        return new Retry(directory, Kind.NAMELESS, null);
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Whether a file is tried again by it. */
    boolean covers(FtpPath file) {
        List<byte[]> own = path.segments();
        List<byte[]> all = file.segments();
        return switch (kind) {
            case FILE -> path.equals(file);
            case DIRECTORY ->
                own.size() <= all.size()
                        && IntStream.range(0, own.size()).allMatch(i -> Arrays.equals(own.get(i), all.get(i)));
            case NAMELESS, TARGET -> false;
        };
    }

    Retry behind(FtpPath finished) {
        return new Retry(path, kind, finished);
    }

    /** A file's is text: that was all before there were kinds. */
    Object toJson() {
        if (kind == Kind.FILE) {
            return Names.encoded(path);
        }
        var json = new JsonObject().put("path", Names.encoded(path)).put("kind", kind.name());
        return after == null ? json : json.put("after", Names.encoded(after));
    }

    static Retry of(Object value) {
        return value instanceof JsonObject json
                ? new Retry(
                        Names.decoded(json.getString("path")),
                        Kind.valueOf(json.getString("kind")),
                        json.containsKey("after") ? Names.decoded(json.getString("after")) : null)
                : file(Names.decoded((String) value));
    }
}
