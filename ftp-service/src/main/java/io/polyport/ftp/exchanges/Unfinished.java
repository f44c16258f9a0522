package io.polyport.ftp.exchanges;

import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Files that were begun and could not be brought to their end yet. They stand in the exchange's record, so that what is put
 * here and what is begun next is one write; each is tried again after pauses that grow, and is in the way of none but those
 * of its name.
 */
final class Unfinished {
    /** More than these are not begun: each is written with every step. */
    static final int MOST = 100;

    private static final String MEMBER = "unfinished";
    private static final String PLACED = "placed";
    private static final String NEXT = "next";
    private static final String ATTEMPTS = "attempts";
    private static final String CODE = "code";
    private static final String DETAIL = "detail";
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLED = 20;

    private Unfinished() {}

    static List<JsonObject> all(JsonObject part) {
        JsonArray all = part.getJsonArray(MEMBER, new JsonArray());
        return IntStream.range(0, all.size()).mapToObj(all::getJsonObject).toList();
    }

    /** Those whose time has come, the longest due first; {@code now}: all of them. */
    static List<JsonObject> due(JsonObject part, boolean now) {
        long time = System.currentTimeMillis();
        return all(part).stream()
                .filter(one -> now || next(one) <= time)
                .sorted(Comparator.comparingLong(Unfinished::next))
                .toList();
    }

    private static long next(JsonObject open) {
        return open.getLong(NEXT, 0L);
    }

    static boolean isFull(JsonObject part) {
        return all(part).size() >= MOST;
    }

    /** The names that looks have to pass over. */
    static Set<String> names(JsonObject part) {
        var names = new HashSet<String>();
        all(part).forEach(one -> names.add(seen(one).name()));
        return names;
    }

    /** The file as the look has found it. */
    static Found seen(JsonObject open) {
        return Found.of(open.getJsonObject("listed", open.getJsonObject("file")));
    }

    static boolean isSame(JsonObject one, JsonObject other) {
        return spare(one).equals(spare(other));
    }

    private static String spare(JsonObject open) {
        return Piece.of(open.getJsonObject("piece")).spare();
    }

    /** From now on it is known that all of it has got its name on the other side. */
    static void place(JsonObject open) {
        open.put(PLACED, true);
    }

    static boolean isPlaced(JsonObject open) {
        return open.getBoolean(PLACED, false);
    }

    /** What a task has open is put here, due at once. */
    static void takeOpen(JsonObject part) {
        JsonObject open = part.getJsonObject("open");
        if (open != null) {
            hold(part, open);
        }
    }

    /** Something on our side has to be consumed first. */
    static void hold(JsonObject part, JsonObject open) {
        open.remove(NEXT);
        open.remove(ATTEMPTS);
        open.remove(CODE);
        open.remove(DETAIL);
        put(part, open);
    }

    /** @param pause after the first failure; after the next ones it is doubled, up to a minute */
    static void fail(JsonObject part, JsonObject open, Problem problem, Duration pause) {
        int attempts = open.getInteger(ATTEMPTS, 0) + 1;
        long longest = Math.max(pause.toMillis(), LONGEST.toMillis());
        long doubled = pause.toMillis() << Math.min(attempts - 1, MOST_DOUBLED);
        open.put(ATTEMPTS, attempts)
                .put(NEXT, System.currentTimeMillis() + Math.min(longest, doubled))
                .put(CODE, problem.code())
                .put(DETAIL, History.shortened("'" + seen(open).name() + "' failed: " + problem.detail()));
        put(part, open);
    }

    private static void put(JsonObject part, JsonObject open) {
        part.remove("open");
        if (all(part).stream().noneMatch(one -> isSame(one, open))) {
            part.put(MEMBER, part.getJsonArray(MEMBER, new JsonArray()).add(open));
        }
    }

    static void remove(JsonObject part, JsonObject open) {
        var left = new JsonArray();
        all(part).stream().filter(one -> !isSame(one, open)).forEach(left::add);
        if (left.isEmpty()) {
            part.remove(MEMBER);
        } else {
            part.put(MEMBER, left);
        }
    }

    /** One whose last attempt has failed. */
    static Optional<JsonObject> failed(JsonObject part) {
        return all(part).stream().filter(one -> one.containsKey(CODE)).findFirst();
    }

    /** Code and detail of such a failure, as they stand in the record of the task. */
    static void tell(JsonObject failed, JsonObject part) {
        part.put("result", "failed").put("code", failed.getString(CODE)).put("detail", failed.getString(DETAIL));
    }

    /**
     * The configuration is another one now, and their names may be others'. What is all on the other side is not brought
     * again: it is known like a file that is kept.
     */
    static void drop(JsonObject part) {
        takeOpen(part);
        all(part).stream().filter(Unfinished::isPlaced).forEach(one -> Kept.add(part, seen(one)));
        part.remove(MEMBER);
    }
}
