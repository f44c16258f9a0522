package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A transfer as its record keeps it. Belongs to whoever has read it; only the holder of the record's claim works on it. */
final class Transfer {
    /** Errors that are kept; what more there are is only counted. */
    static final int MOST_ERRORS = 100;

    enum State {
        WAITING,
        RUNNING,
        PAUSED,
        FAILED,
        CANCELLED,
        DONE;

        boolean isEnded() {
            return this == FAILED || this == CANCELLED || this == DONE;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What its caller wants of whoever works on it. */
    enum Wish {
        NONE,
        PAUSE,
        CANCEL
    }

    /**
     * The file that is being copied.
     *
     * @param path below the transfer's ends, with the source's raw names; empty for a single file
     * @param shown the same for people
     * @param size of the source when it was begun; -1 when unknown
     * @param modified of the source when it was begun, empty when unknown
     * @param there whether the target had a file of its name
     * @param renaming whether all is sent, and it is about to get its name
     * @param at bytes of it that were sent to the target, with what stood there before
     * @param confirmed most of them that the target itself has told to have
     * @param temporary where they do; null in a record of an earlier version
     */
    record Current(
            FtpPath path,
            String shown,
            long size,
            String modified,
            boolean there,
            boolean renaming,
            long at,
            long confirmed,
            Temporary temporary) {
        Current at(long bytes) {
            return new Current(path, shown, size, modified, there, renaming, bytes, confirmed, temporary);
        }

        Current beforeRenaming() {
            return new Current(path, shown, size, modified, there, true, at, confirmed, temporary);
        }

        JsonObject toJson() {
            var json = new JsonObject()
                    .put("path", Names.encoded(path))
                    .put("shown", shown)
                    .put("size", size)
                    .put("modified", modified)
                    .put("there", there)
                    .put("renaming", renaming)
                    .put("at", at)
                    .put("confirmed", confirmed);
            return temporary == null ? json : json.put("temporary", temporary.toJson());
        }

        static Current of(JsonObject json) {
            return new Current(
                    Names.decoded(json.getString("path")),
                    json.getString("shown"),
                    json.getLong("size"),
                    json.getString("modified"),
                    json.getBoolean("there"),
                    json.getBoolean("renaming"),
                    json.getLong("at"),
                    json.getLong("confirmed", 0L),
                    json.containsKey("temporary") ? Temporary.of(json.getJsonObject("temporary")) : null);
        }
    }

    final Order order;
    final Instant created;
    StoredGrants grants;
    State state = State.WAITING;
    Wish wish = Wish.NONE;
    Instant started;
    Instant ended;
    int attempts;

    /** The last path of the walk that is finished, well or not; null before the first. */
    FtpPath last;

    /** Whether the walk has reached its end. */
    boolean walked;
    /** What is tried again before the walk goes on. */
    final List<Retry> retry = new ArrayList<>();

    Current current;
    /** What stays at the target of files that were given up, as long as nobody could remove it. */
    final List<Temporary> leftovers = new ArrayList<>();

    long filesDone;
    long filesSkipped;
    long filesFailed;
    long bytesDone;
    long bytesPassed;
    long bytesSent;
    /** -1 as long as nobody has counted. */
    long filesTotal = -1;

    long bytesTotal = -1;
    long rate;
    final List<Failed> errors = new ArrayList<>();

    /** What went wrong last, while it has to be tried again. */
    JsonObject problem;

    Instant next;
    Instant troubledSince;
    int troubles;
    /** Whether the time to give up is over, and only the next attempt that reaches both servers can tell whether the last one has brought anything. */
    boolean doubtful;
    /** Refused logins in a row. */
    int refusedLogins;
    /** How often the current file has failed although both servers were there. */
    int stuck;

    Transfer(Order order, StoredGrants grants, Instant created) {
        this.order = order;
        this.grants = grants;
        this.created = created;
    }

    /** The target has more than it had before: it is worth being tried again at once, and for as long as ever. */
    void progressed() {
        troubles = 0;
        troubledSince = null;
        stuck = 0;
        doubtful = false;
    }

    /** Whether bytes were sent of which nobody knows yet what the target has done with them. */
    boolean hasUnconfirmed() {
        return current != null && current.size() >= FileCopy.RESUMABLE && current.at() > current.confirmed();
    }

    void failed(Failed failure) {
        if (failure.kind() == Failed.Kind.NAMELESS && errors.stream().anyMatch(failure::repeats)) {
            return;
        }
        filesFailed++;
        if (errors.size() < MOST_ERRORS) {
            errors.add(failure);
        }
    }

    void leave(Temporary temporary) {
        if (leftovers.size() < MOST_ERRORS) {
            leftovers.add(temporary);
        }
    }

    /** All that stands at the target under temporary names, as far as anybody knows. */
    List<Temporary> temporaries() {
        var all = new ArrayList<>(leftovers);
        if (current != null && current.temporary() != null) {
            all.add(current.temporary().renaming(current.renaming()));
        }
        return all;
    }

    JsonObject toJson() {
        var json = new JsonObject()
                .put("order", order.toJson())
                .put("grants", grants.toJson())
                .put("created", created.toString())
                .put("state", state.name())
                .put("wish", wish.name())
                .put("attempts", attempts)
                .put("walked", walked)
                .put(
                        "files",
                        new JsonArray()
                                .add(filesDone)
                                .add(filesSkipped)
                                .add(filesFailed)
                                .add(filesTotal))
                .put(
                        "bytes",
                        new JsonArray()
                                .add(bytesDone)
                                .add(bytesPassed)
                                .add(bytesSent)
                                .add(bytesTotal))
                .put("rate", rate)
                .put("troubles", troubles)
                .put("stuck", stuck)
                .put("doubtful", doubtful)
                .put("refusedLogins", refusedLogins)
                .put("retry", new JsonArray(retry.stream().map(Retry::toJson).toList()))
                .put("errors", new JsonArray(errors.stream().map(Failed::toJson).toList()));
        if (!leftovers.isEmpty()) {
            json.put(
                    "leftovers",
                    new JsonArray(leftovers.stream().map(Temporary::toJson).toList()));
        }
        put(json, "started", started);
        put(json, "ended", ended);
        put(json, "next", next);
        put(json, "troubledSince", troubledSince);
        if (last != null) {
            json.put("last", Names.encoded(last));
        }
        if (current != null) {
            json.put("current", current.toJson());
        }
        if (problem != null) {
            json.put("problem", problem);
        }
        return json;
    }

    private static void put(JsonObject json, String name, Instant value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    static Transfer of(JsonObject json) {
        var transfer = new Transfer(
                Order.of(json.getJsonObject("order")),
                StoredGrants.of(json.getJsonArray("grants")),
                json.getInstant("created"));
        transfer.state = State.valueOf(json.getString("state"));
        transfer.wish = Wish.valueOf(json.getString("wish"));
        transfer.attempts = json.getInteger("attempts");
        transfer.walked = json.getBoolean("walked");
        transfer.count(json.getJsonArray("files"), json.getJsonArray("bytes"));
        transfer.rate = json.getLong("rate");
        transfer.troubles = json.getInteger("troubles");
        transfer.stuck = json.getInteger("stuck");
        transfer.doubtful = json.getBoolean("doubtful", false);
        transfer.refusedLogins = json.getInteger("refusedLogins", 0);
        json.getJsonArray("retry").forEach(what -> transfer.retry.add(Retry.of(what)));
        json.getJsonArray("errors").forEach(error -> transfer.errors.add(Failed.of((JsonObject) error)));
        json.getJsonArray("leftovers", new JsonArray())
                .forEach(left -> transfer.leftovers.add(Temporary.of((JsonObject) left)));
        transfer.started = json.getInstant("started");
        transfer.ended = json.getInstant("ended");
        transfer.next = json.getInstant("next");
        transfer.troubledSince = json.getInstant("troubledSince");
        transfer.last = json.containsKey("last") ? Names.decoded(json.getString("last")) : null;
        transfer.current = json.containsKey("current") ? Current.of(json.getJsonObject("current")) : null;
        transfer.problem = json.getJsonObject("problem");
        return transfer;
    }

    private void count(JsonArray files, JsonArray bytes) {
        filesDone = files.getLong(0);
        filesSkipped = files.getLong(1);
        filesFailed = files.getLong(2);
        filesTotal = files.getLong(3);
        bytesDone = bytes.getLong(0);
        bytesPassed = bytes.getLong(1);
        bytesSent = bytes.getLong(2);
        bytesTotal = bytes.getLong(3);
    }
}
