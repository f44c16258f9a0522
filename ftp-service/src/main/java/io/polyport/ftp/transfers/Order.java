package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.ftp.logins.Place;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a caller wants to have copied.
 *
 * @param recursive the directories in it too
 * @param pattern of the names of files; then {@code from} is a directory, as it is with {@code recursive}
 */
public record Order(Side from, Side to, boolean recursive, Optional<String> pattern, Overwrite overwrite) {
    /** A configured connection and a path as the caller wrote it. */
    public record Side(String connection, String path) {
        /** Fails with {@code ftp.bad-path}. */
        public FtpPath in(Place place, boolean directory) {
            return new PathDecoder(place.absolutePaths())
                    .decodeQuery(
                            URLEncoder.encode(path, StandardCharsets.UTF_8),
                            directory ? PathDecoder.Use.DIRECTORY : PathDecoder.Use.FILE);
        }

        JsonObject toJson() {
            return new JsonObject().put("connection", connection).put("path", path);
        }

        static Side of(JsonObject json) {
            return new Side(json.getString("connection"), json.getString("path"));
        }
    }

    /** Whether it names a directory, whose files are copied into another. */
    public boolean isTree() {
        return recursive || pattern.isPresent();
    }

    JsonObject toJson() {
        var json = new JsonObject()
                .put("from", from.toJson())
                .put("to", to.toJson())
                .put("recursive", recursive)
                .put("overwrite", overwrite.word());
        pattern.ifPresent(value -> json.put("pattern", value));
        return json;
    }

    static Order of(JsonObject json) {
        return new Order(
                Side.of(json.getJsonObject("from")),
                Side.of(json.getJsonObject("to")),
                json.getBoolean("recursive"),
                Optional.ofNullable(json.getString("pattern")),
                Overwrite.of(json.getValue("overwrite")).orElse(Overwrite.NEVER));
    }
}
