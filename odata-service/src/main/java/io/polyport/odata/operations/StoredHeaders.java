package io.polyport.odata.operations;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The headers of what a value storage holds. Its media type is data that somebody wrote: a browser must neither take the
 * bytes for a page of ours nor for another type than is said.
 */
final class StoredHeaders {
    private static final int LONGEST = 255;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    /** RFC 9110 §8.3.1, without obsolete characters. */
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            TOKEN + "/" + TOKEN + "([ \\t]*;[ \\t]*" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*");

    private static final String UNKNOWN = "application/octet-stream";

    /** Those that a browser shows without running anything of them. */
    private static final Set<String> PASSIVE = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/avif",
            "image/bmp",
            "image/tiff",
            "image/x-icon",
            "audio/mpeg",
            "audio/ogg",
            "audio/wav",
            "video/mp4",
            "video/ogg",
            "video/webm",
            "text/plain");

    private StoredHeaders() {}

    /** @param stored the type as it stands in the storage: any text */
    static List<Map.Entry<String, String>> of(String stored, long length) {
        String type = stored.strip();
        boolean known = type.length() <= LONGEST && MEDIA_TYPE.matcher(type).matches();
        var headers = Asked.headers(known ? type : UNKNOWN);
        headers.add(Map.entry("content-length", Long.toString(length)));
        headers.add(Map.entry("x-content-type-options", "nosniff"));
        headers.add(Map.entry("content-security-policy", "default-src 'none'; sandbox"));
        if (!known || !PASSIVE.contains(essence(type))) {
            headers.add(Map.entry("content-disposition", "attachment"));
        }
        return List.copyOf(headers);
    }

    private static String essence(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
