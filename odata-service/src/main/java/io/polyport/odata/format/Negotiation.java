package io.polyport.odata.format;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which format a caller gets: {@code $format} before {@code Accept}, Atom when neither says anything (OD-20; seed 003
 * 17.2.1.2).
 */
public final class Negotiation {
    private static final String FORMAT = "$format";

    private Negotiation() {}

    /**
     * The format of data and of the service document.
     *
     * @param format value of {@code $format}
     * @param accept value of the header {@code Accept}, several with commas between
     * @throws ODataException 406, inner code 3, when there is no such format here
     */
    public static Representation choose(Optional<String> format, Optional<String> accept) {
        if (format.isPresent()) {
            return ofFormat(format.get()).orElseThrow(() -> unknownFormat(format.get()));
        }
        List<MediaRange> ranges = MediaRange.list(accept.orElse(""));
        if (ranges.isEmpty()) {
            return Representation.ATOM;
        }
        return ofRanges(ranges).orElseThrow(() -> notAcceptable(accept.orElse("")));
    }

    /**
     * Whether {@code $metadata} may be sent, which is XML always. {@code Accept} has no say: clients that talk JSON send it with
     * every request, and 1C:Enterprise answers them in XML.
     *
     * @throws ODataException 406, inner code 3, when {@code $format} asks for something else
     */
    public static void requireXml(Optional<String> format) {
        if (format.isPresent()
                && ofFormat(format.get()).filter(one -> !one.isJson()).isEmpty()) {
            throw new ODataException(
                    InnerCode.REPRESENTATION_NOT_SUPPORTED,
                    "Описание метаданных выдаётся только в формате XML: уберите $format=" + format.get()
                            + " из запроса.",
                    "$metadata is written in XML only: leave $format=" + format.get() + " out.");
        }
    }

    /**
     * Of answers that have one form only, digits or bytes: clients send their {@code $format} with every request, and each that
     * there is passes.
     *
     * @throws ODataException 406, inner code 3, when there is no such format at all
     */
    public static void requireKnown(Optional<String> format) {
        format.filter(given -> ofFormat(given).isEmpty()).ifPresent(given -> {
            throw unknownFormat(given);
        });
    }

    /**
     * The format of an error. Never fails: what can't be understood is passed over.
     *
     * @param query the raw query string, which may be the very thing that is wrong
     */
    public static Representation ofError(Optional<String> query, Optional<String> accept) {
        return query.flatMap(Negotiation::formatIn)
                .flatMap(Negotiation::ofFormat)
                .or(() -> ofRanges(MediaRange.list(accept.orElse(""))))
                .orElse(Representation.ATOM);
    }

    private static Optional<String> formatIn(String query) {
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0 && decoded(part.substring(0, equals)).equals(FORMAT)) {
                return Optional.of(decoded(part.substring(equals + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }

    private static Optional<Representation> ofFormat(String format) {
        return switch (format.strip().toLowerCase(Locale.ROOT)) {
            case "atom", "xml" -> Optional.of(Representation.ATOM);
            case "json" -> Optional.of(Representation.JSON_MINIMAL);
            default -> of(MediaRange.of(format));
        };
    }

    /** The best that we have; of equal ones the first named. */
    private static Optional<Representation> ofRanges(List<MediaRange> ranges) {
        return ranges.stream()
                .filter(range -> range.weight() > 0)
                .sorted(Comparator.comparingInt(MediaRange::weight).reversed())
                .flatMap(range -> of(range).stream())
                .findFirst();
    }

    /** A plus sign that was not encoded arrives as a space. */
    private static Optional<Representation> of(MediaRange range) {
        return switch (range.type().replace(' ', '+')) {
            case "application/atom+xml",
                    "application/atomsvc+xml",
                    "application/xml",
                    "text/xml",
                    "application/*",
                    "*/*" -> Optional.of(Representation.ATOM);
            case "application/json", "text/json" -> json(range);
            default -> Optional.empty();
        };
    }

    /** Clients of OData 4 call the levels otherwise; they are understood, since they can read the answer as well. */
    private static Optional<Representation> json(MediaRange range) {
        String level =
                range.parameters().getOrDefault("odata", range.parameters().getOrDefault("odata.metadata", "minimal"));
        return switch (level) {
            case "minimalmetadata", "minimal" -> Optional.of(Representation.JSON_MINIMAL);
            case "fullmetadata", "full" -> Optional.of(Representation.JSON_FULL);
            case "nometadata", "none" -> Optional.of(Representation.JSON_NONE);
            default -> Optional.empty();
        };
    }

    private static ODataException unknownFormat(String format) {
        return new ODataException(
                InnerCode.REPRESENTATION_NOT_SUPPORTED,
                "Формат '" + format + "' не поддерживается. Укажите $format=atom, $format=json или"
                        + " $format=application/json;odata=minimalmetadata (nometadata, fullmetadata).",
                "There is no format '" + format + "'. Write $format=atom, $format=json or"
                        + " $format=application/json;odata=minimalmetadata (nometadata, fullmetadata).");
    }

    private static ODataException notAcceptable(String accept) {
        return new ODataException(
                InnerCode.REPRESENTATION_NOT_SUPPORTED,
                "Ни один из типов заголовка Accept '" + accept + "' не поддерживается. Укажите application/json или"
                        + " application/atom+xml.",
                "None of the types of Accept '" + accept + "' is supported. Ask for application/json or"
                        + " application/atom+xml.");
    }
}
