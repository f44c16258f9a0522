package io.polyport.ftp.exchanges;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A file as a look saw it; the same one when size and time are the same (FT-35).
 *
 * @param size bytes, -1 when nobody told
 * @param time of its last change, or what else changes with it (an entity tag); empty when nobody told
 * @param unit of a time: its begin stands for all of it. What {@code ls} tells of a file is its minute, and its day after
 *     half a year
 * @param key no other file of its directory has it, though one may have the same name: names that are no text look alike
 */
record Found(String name, long size, String time, ChronoUnit unit, String key) {
    private static final char UNIT = '~';
    /** Is in no name. */
    private static final char RAW = '/';

    Found(String name, long size, String time) {
        this(name, size, time, ChronoUnit.SECONDS, name);
    }

    /** The key of a name out of a listing, whatever charset it was read in: its bytes as UTF-8, else in hexadecimal. */
    static String key(byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), raw)
                ? text
                : RAW + HexFormat.of().formatHex(raw);
    }

    /** What changes when the file does. */
    String stamp() {
        return size + ":" + time;
    }

    boolean same(Found other) {
        return size == other.size && (time.equals(other.time) || (unit != other.unit && overlaps(other)));
    }

    /** Whether the one that tells more lies within what the other tells. */
    private boolean overlaps(Found other) {
        boolean coarser = unit.compareTo(other.unit) > 0;
        String coarse = coarser ? time : other.time;
        String exact = coarser ? other.time : time;
        if (coarse.isEmpty() || exact.isEmpty()) {
            return false;
        }
        try {
            Instant begin = Instant.parse(coarse);
            Instant at = Instant.parse(exact);
            return !at.isBefore(begin) && at.isBefore(begin.plus((coarser ? unit : other.unit).getDuration()));
        } catch (DateTimeParseException entityTag) {
            return false;
        }
    }

    /** All but the name and the key, in a line; of an exact time it is the stamp, as it was before there were units. */
    String mark() {
        return unit == ChronoUnit.SECONDS
                ? stamp()
                : stamp() + UNIT + unit.name().toLowerCase(Locale.ROOT);
    }

    static Found ofMark(String name, String key, String mark) {
        int colon = mark.indexOf(':');
        int end = mark.lastIndexOf(UNIT);
        String unit = mark.substring(end + 1);
        boolean coarse = end > colon && (unit.equals("minutes") || unit.equals("days"));
        return new Found(
                name,
                Long.parseLong(mark.substring(0, colon)),
                mark.substring(colon + 1, coarse ? end : mark.length()),
                coarse ? ChronoUnit.valueOf(unit.toUpperCase(Locale.ROOT)) : ChronoUnit.SECONDS,
                key);
    }

    JsonObject toJson() {
        var json = new JsonObject().put("name", name).put("size", size).put("time", time);
        if (unit != ChronoUnit.SECONDS) {
            json.put("unit", unit.name());
        }
        return key.equals(name) ? json : json.put("key", key);
    }

    static Found of(JsonObject json) {
        return new Found(
                json.getString("name"),
                json.getLong("size"),
                json.getString("time"),
                ChronoUnit.valueOf(json.getString("unit", ChronoUnit.SECONDS.name())),
                json.getString("key", json.getString("name")));
    }
}
