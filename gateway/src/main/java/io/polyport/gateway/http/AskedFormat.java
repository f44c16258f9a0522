package io.polyport.gateway.http;

import io.polyport.kit.bus.ErrorTemplates;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * In which form a caller wants to be told of problems: what the service's own parameter says goes before {@code Accept}.
 * Nobody is refused for what he asks for here, so that every problem gets told.
 */
record AskedFormat(String rawQuery, String accept) {
    static final AskedFormat ANY = new AskedFormat("", "");

    private record Range(String type, double quality) {}

    /** The content type to answer with. */
    String of(ErrorTemplates templates) {
        return templates
                .parameter()
                .flatMap(this::parameter)
                .flatMap(templates::named)
                .or(() -> accepted(templates))
                .orElse(templates.usual());
    }

    private Optional<String> parameter(String name) {
        for (String pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && decoded(pair.substring(0, equals)).equals(name)) {
                return Optional.of(decoded(pair.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenEscape) {
            return text;
        }
    }

    /** RFC 9110 §12.5.1: the best of the known ones; a wildcard asks for the usual one. */
    private Optional<String> accepted(ErrorTemplates templates) {
        List<Range> ranges = new ArrayList<>();
        for (String range : accept.split(",")) {
            String[] parts = range.split(";", 2);
            double quality = quality(parts.length > 1 ? parts[1] : "");
            if (quality > 0) {
                ranges.add(new Range(parts[0].strip(), quality));
            }
        }
        ranges.sort(Comparator.comparingDouble(Range::quality).reversed());
        for (Range range : ranges) {
            if (range.type().endsWith("*")) {
                return Optional.of(templates.usual());
            }
            Optional<String> named = templates.named(range.type());
            if (named.isPresent()) {
                return named;
            }
        }
        return Optional.empty();
    }

    private static double quality(String parameters) {
        for (String parameter : parameters.split(";")) {
            String plain = parameter.strip();
            if (plain.matches("[qQ]=[01](\\.[0-9]{0,3})?")) {
                return Double.parseDouble(plain.substring(2));
            }
        }
        return 1;
    }
}
