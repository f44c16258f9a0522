package io.polyport.gateway.publication;

import io.polyport.gateway.identity.Way;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is published under one base path (GW-2). */
public record PublicationConfig(
        @Doc("Base path in plain text, as /demo or /торговля/опт; / for none.")
        String path,

        @Doc("Whether OData is served, below <path>/odata/standard.odata.") @Default("false")
        boolean odata,

        @Doc("How callers may say who they are: bearer (a token in the header), basic (a user of gateway.users.file),"
                + " query-token (a token as ?AccessToken=).")
        @Default("[bearer]")
        List<Way> authentication,

        @Doc("Data separators, in the order in which their values stand in the path.")
        List<SeparatorConfig> separators,

        @Doc("Scheme and authority of the URLs that it returns; not set: as gateway.external-url says.")
        Optional<String> externalUrl) {
    private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~-]+");
    private static final Set<String> OWN =
            Set.of("api", "docs", "console", "auth", "openapi.json", "health", "metrics");

    public PublicationConfig {
        path = Normalizer.normalize(path, Normalizer.Form.NFC);
        authentication = List.copyOf(authentication);
        separators = List.copyOf(separators);
        List<String> segments = segments(path);
        var names = new HashSet<String>();
        Rules.of()
                .that(path.isEmpty() || path.startsWith("/"), "path", "must begin with a slash")
                .that(
                        segments.stream().allMatch(PublicationConfig::isSegment),
                        "path",
                        "must be plain text: segments of letters, digits, '-', '.', '_' and '~', each with a slash before it")
                .that(
                        segments.isEmpty() || !isOwn(segments.getFirst()),
                        "path",
                        "must not begin with one of " + ownNames())
                .that(!authentication.isEmpty(), "authentication", "must name at least one way")
                .that(
                        separators.stream().allMatch(separator -> names.add(separator.name())),
                        "separators",
                        "must not name one twice")
                .that(
                        externalUrl.map(url -> url.matches("https?://[^/?#]+")).orElse(true),
                        "external-url",
                        "must be a scheme and an authority, such as https://api.example.org")
                .done();
    }

    /** Whether a first segment is the gateway's own. */
    public static boolean isOwn(String segment) {
        return OWN.contains(segment);
    }

    public static List<String> ownNames() {
        return OWN.stream().sorted().toList();
    }

    private static boolean isSegment(String segment) {
        return SEGMENT.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
    }

    /** The base path's segments in plain text. */
    public List<String> segments() {
        return segments(path);
    }

    private static List<String> segments(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return bare.isEmpty() ? List.of() : Arrays.asList(bare.substring(1).split("/", -1));
    }

    /** The literal path prefix that a kind's service announces for it, in plain text, whatever the separators. */
    public String prefix(Kind kind) {
        return "/" + String.join("/", segmentsOf(kind));
    }

    /** The segments of {@link #prefix}. */
    public List<String> segmentsOf(Kind kind) {
        List<String> all = new java.util.ArrayList<>(segments());
        all.addAll(kind.segments());
        return List.copyOf(all);
    }

    /** How many separators take their values from the path. */
    public int separatorsInPath() {
        return (int) separators.stream()
                .filter(separator -> separator.value().isEmpty())
                .count();
    }
}
