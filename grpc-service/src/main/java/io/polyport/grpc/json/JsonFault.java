package io.polyport.grpc.json;

import java.util.List;
import java.util.stream.Collectors;

/** JSON that is no message of the type: what is wrong, and where. It carries no stack trace. */
public final class JsonFault extends RuntimeException {
    private static final int LONGEST = 1000;

    private final transient List<Spot> spots;

    /**
     * @param path the JSON pointer (RFC 6901): {@code /items/3/price}; empty for the whole document
     * @param detail what is wrong with the value there, to be read after the path: {@code has to be a string}
     */
    public record Spot(String path, String detail) {
        public Spot {
            // Both may have names of the document in them, which may be as long as it is.
            path = shortened(path);
            detail = shortened(detail);
        }
    }

    /** For people to read; not within a character. */
    static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST) + "…";
    }

    JsonFault(List<Spot> spots) {
        super(
                spots.stream().map(spot -> spot.path() + " " + spot.detail()).collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.spots = List.copyOf(spots);
    }

    JsonFault(String path, String detail) {
        this(List.of(new Spot(path, detail)));
    }

    /** At least one; several (at most 20) only for fields that the schema does not know. */
    public List<Spot> spots() {
        return spots;
    }
}
