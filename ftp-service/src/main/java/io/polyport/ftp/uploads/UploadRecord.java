package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * An upload that can be resumed, as it is kept. How many bytes of it have come is not: only the FTP server knows.
 *
 * @param connection name of a configured one
 * @param path of the file that it becomes, below the connection's root
 * @param temporary where its bytes stand until it is complete, in the same directory
 * @param length bytes of the whole
 * @param overwrite whether it may replace a file
 * @param renaming what is known when the renaming begins
 * @param attempts to sweep it that have failed
 */
record UploadRecord(
        String connection,
        FtpPath path,
        FtpPath temporary,
        long length,
        boolean overwrite,
        State state,
        Optional<Renamed> renaming,
        int attempts) {
    /** Where it stands. */
    enum State {
        /** Bytes may come. */
        OPEN,
        /** All have come, and were verified; the file may have its name already. */
        RENAMING,
        /** The file has its name. */
        DONE,
        /** Wrong bytes are at the server; they are to be removed. */
        SPOILED,
        /** Wrong bytes were removed. */
        CLEANED,
        /** Its owner has given it up; its bytes are to be removed. */
        DISCARDED
    }

    /**
     * @param aside the name that a file which is replaced has for a moment
     * @param there whether there is one
     * @param verified by what the content was verified
     */
    record Renamed(FtpPath aside, boolean there, String verified) {}

    /** One that begins. */
    static UploadRecord begun(String connection, FtpPath path, FtpPath temporary, long length, boolean overwrite) {
        return new UploadRecord(connection, path, temporary, length, overwrite, State.OPEN, Optional.empty(), 0);
    }

    UploadRecord as(State next) {
        return new UploadRecord(connection, path, temporary, length, overwrite, next, renaming, 0);
    }

    UploadRecord renaming(Renamed how) {
        return new UploadRecord(connection, path, temporary, length, overwrite, State.RENAMING, Optional.of(how), 0);
    }

    UploadRecord failedOnceMore() {
        return new UploadRecord(connection, path, temporary, length, overwrite, state, renaming, attempts + 1);
    }

    static UploadRecord of(JsonObject json) {
        return new UploadRecord(
                json.getString("connection"),
                StoredPath.read(json.getString("path")),
                StoredPath.read(json.getString("temporary")),
                json.getLong("length"),
                json.getBoolean("overwrite"),
                State.valueOf(json.getString("state").toUpperCase(Locale.ROOT)),
                json.containsKey("aside")
                        ? Optional.of(new Renamed(
                                StoredPath.read(json.getString("aside")),
                                json.getBoolean("there"),
                                json.getString("verified")))
                        : Optional.empty(),
                json.getInteger("attempts", 0));
    }

    JsonObject json() {
        var json = new JsonObject()
                .put("connection", connection)
                .put("path", StoredPath.write(path))
                .put("temporary", StoredPath.write(temporary))
                .put("length", length)
                .put("overwrite", overwrite)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("attempts", attempts);
        renaming.ifPresent(how -> json.put("aside", StoredPath.write(how.aside()))
                .put("there", how.there())
                .put("verified", how.verified()));
        return json;
    }
}
