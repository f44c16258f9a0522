package io.polyport.grpc.calls;

import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Cuts bytes into JSON values: one behind the other, with or without line breaks between them (NDJSON), or the elements of
 * one array. It finds where values end, and leaves to their reader whether they are right inside.
 */
final class JsonValues implements BodyCut {
    private enum At {
        /** Before the first byte that is no white space. */
        BEGIN,
        /** Where a value may begin: between two, or in an array behind its bracket or a comma. */
        BEFORE_VALUE,
        /** In an array behind a value: a comma or its end comes. */
        BEHIND_VALUE,
        /** Within an object or array. */
        NESTED,
        /** Within a text that is the value. */
        TEXT,
        /** Within a number or a word. */
        SCALAR,
        /** Behind the array. */
        OVER
    }

    private final int most;
    private final boolean arrays;
    private final Consumer<Buffer> values;
    private At at = At.BEGIN;
    private boolean inArray;
    private boolean afterComma;
    private Buffer begun = Buffer.buffer();
    private int depth;
    private boolean inText;
    private boolean escaped;
    private long count;

    /**
     * @param most bytes of one value
     * @param arrays whether a single array at the top is a list of values, and not a value
     */
    JsonValues(int most, boolean arrays, Consumer<Buffer> values) {
        this.most = most;
        this.arrays = arrays;
        this.values = values;
    }

    @Override
    public void add(Buffer bytes) {
        byte[] raw = bytes.getBytes();
        int from = 0;
        while (from < raw.length) {
            if (!isInside()) {
                from = outside(raw, from);
                continue;
            }
            int end = end(raw, from);
            int to = end < 0 ? raw.length : end;
            if (begun.length() + (to - from) > most) {
                throw BusProblems.TOO_LARGE.toException("A message may have at most " + most + " bytes as JSON.");
            }
            if (end < 0) {
                begun.appendBytes(raw, from, to - from);
                return;
            }
            give(begun.length() == 0 ? bytes.slice(from, to) : begun.appendBytes(raw, from, to - from));
            from = to;
        }
    }

    @Override
    public void end() {
        if (at == At.SCALAR) {
            give(begun);
        }
        if (isInside()) {
            throw fault("ends within a value");
        }
        if (inArray && at != At.OVER) {
            throw fault("ends within the array");
        }
    }

    long count() {
        return count;
    }

    private boolean isInside() {
        return at == At.NESTED || at == At.TEXT || at == At.SCALAR;
    }

    private void give(Buffer value) {
        begun = Buffer.buffer();
        at = inArray ? At.BEHIND_VALUE : At.BEFORE_VALUE;
        count++;
        values.accept(value);
    }

    /** Behind which byte the value ends; -1 when it goes on. */
    private int end(byte[] raw, int from) {
        for (int i = from; i < raw.length; i++) {
            byte next = raw[i];
            if (at == At.SCALAR) {
                if (isSpace(next) || next == ',' || next == ']' || next == '}' || next == '{' || next == '"') {
                    return i;
                }
            } else if (inText) {
                if (escaped) {
                    escaped = false;
                } else if (next == '\\') {
                    escaped = true;
                } else if (next == '"') {
                    inText = false;
                    if (at == At.TEXT) {
                        return i + 1;
                    }
                }
            } else if (next == '"') {
                inText = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if ((next == '}' || next == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Takes one byte between values, or none of a value that begins with it. */
    private int outside(byte[] raw, int from) {
        byte next = raw[from];
        if (isSpace(next)) {
            return from + 1;
        }
        switch (at) {
            case BEGIN -> {
                if (next == '[' && arrays) {
                    inArray = true;
                    at = At.BEFORE_VALUE;
                    return from + 1;
                }
                begin(next);
            }
            case BEFORE_VALUE -> {
                if (next == ']' && inArray && !afterComma) {
                    at = At.OVER;
                    return from + 1;
                }
                afterComma = false;
                begin(next);
            }
            case BEHIND_VALUE -> {
                if (next != ',' && next != ']') {
                    throw fault("has no comma between two values of the array");
                }
                afterComma = next == ',';
                at = afterComma ? At.BEFORE_VALUE : At.OVER;
                return from + 1;
            }
            default -> throw fault("has something behind the array");
        }
        return from;
    }

    private void begin(byte first) {
        at = switch (first) {
            case '{', '[' -> At.NESTED;
            case '"' -> At.TEXT;
            case ',', ':', ']', '}' -> throw fault("has '" + (char) first + "' where a value should begin");
            default -> At.SCALAR;
        };
        depth = 0;
        inText = false;
        escaped = false;
    }

    private static boolean isSpace(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }

    private ProblemException fault(String what) {
        return Problem.of(BusProblems.BAD_REQUEST, "The body, at message " + (count + 1) + ", " + what + ".")
                .withField("body:/" + count, what)
                .toException();
    }
}
