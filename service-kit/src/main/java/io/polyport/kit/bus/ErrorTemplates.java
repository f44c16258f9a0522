package io.polyport.kit.bus;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How problems have to look where a protocol has a form of its own for them (GW-33): announced by the service, filled in by
 * the gateway, which knows no protocol. It holds for every problem on the publications' paths that the service serves,
 * whoever of the two refuses.
 *
 * <p>In a template stand {@code {code}} (what {@link #told} says for the problem), {@code {status}}, {@code {title}},
 * {@code {detail}}, {@code {lang}} (the language of title and detail), {@code {problem}} (our own code) and
 * {@code {requestId}}; each is escaped as JSON or XML asks for.
 *
 * @param bodies the template by the {@code Content-Type} that it is sent with; JSON and XML can be filled in
 * @param usual the content type that is sent to callers who ask for none of these
 * @param parameter the query parameter that chooses the form and goes before {@code Accept}, such as {@code $format};
 *     empty when there is none
 * @param formats further names of the forms, in lower case, each with the content type that it stands for: values of the parameter
 *     ({@code atom}), media types in {@code Accept} ({@code application/atom+xml})
 * @param told what the caller is told, by a problem's code ({@code gateway.forbidden}), else by its status ({@code 404}),
 *     else by {@code *}
 */
public record ErrorTemplates(
        Map<String, String> bodies,
        String usual,
        Optional<String> parameter,
        Map<String, String> formats,
        Map<String, Told> told) {
    private static final String ANY = "*";

    /**
     * What a problem is in the protocol's words.
     *
     * @param status the HTTP status that it is answered with, 400 to 599; 0 for the problem's own
     */
    public record Told(String code, int status) {
        public Told {
            if (code == null || code.isEmpty()) {
                throw new IllegalArgumentException("what a problem is told as needs a code");
            }
            if (status != 0 && (status < 400 || status > 599)) {
                throw new IllegalArgumentException("an error is told with a status of 400 to 599, not " + status);
            }
        }

        /** With the problem's own status. */
        public static Told as(String code) {
            return new Told(code, 0);
        }
    }

    /** @throws IllegalArgumentException when a name stands for no template, or a template is neither JSON nor XML */
    public ErrorTemplates {
        bodies = Map.copyOf(bodies);
        formats = Map.copyOf(formats);
        told = Map.copyOf(told);
        for (String type : bodies.keySet()) {
            if (!isJson(type) && !isXml(type)) {
                throw new IllegalArgumentException("a template has to be JSON or XML, not " + type);
            }
        }
        if (!bodies.containsKey(usual) || !bodies.keySet().containsAll(formats.values())) {
            throw new IllegalArgumentException("the usual form and each of " + formats + " need a template");
        }
    }

    /** What the caller is told of a problem; its own code and status where nothing is said of it. */
    public Told of(String problem, int status) {
        Told found = told.getOrDefault(problem, told.get(Integer.toString(status)));
        Told any = found == null ? told.getOrDefault(ANY, Told.as(problem)) : found;
        return any.status() == 0 ? new Told(any.code(), status) : any;
    }

    /** The content type that a value of the parameter or a media type stands for, whatever stands behind a semicolon. */
    public Optional<String> named(String name) {
        String plain = mediaType(name);
        String stands = formats.get(plain);
        return stands != null
                ? Optional.of(stands)
                : bodies.keySet().stream()
                        .filter(type -> mediaType(type).equals(plain))
                        .findFirst();
    }

    public static boolean isJson(String contentType) {
        return mediaType(contentType).endsWith("json");
    }

    private static boolean isXml(String contentType) {
        return mediaType(contentType).endsWith("xml");
    }

    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** As an {@link Announcement} carries it. */
    public JsonObject toJson() {
        var words = new JsonObject();
        told.forEach((problem, as) ->
                words.put(problem, new JsonObject().put("code", as.code()).put("status", as.status())));
        var json = new JsonObject()
                .put("bodies", new JsonObject(new LinkedHashMap<>(bodies)))
                .put("usual", usual)
                .put("formats", new JsonObject(new LinkedHashMap<>(formats)))
                .put("told", words);
        parameter.ifPresent(name -> json.put("parameter", name));
        return json;
    }

    /**
     * Back from {@link #toJson}; nothing when nothing is announced.
     *
     * @throws IllegalArgumentException when it says something else
     */
    public static Optional<ErrorTemplates> fromJson(JsonObject json) {
        if (json == null || json.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, Told> told = new HashMap<>();
            JsonObject words = json.getJsonObject("told", new JsonObject());
            for (String problem : words.fieldNames()) {
                JsonObject as = words.getJsonObject(problem);
                told.put(problem, new Told(as.getString("code"), as.getInteger("status", 0)));
            }
            return Optional.of(new ErrorTemplates(
                    texts(json.getJsonObject("bodies")),
                    json.getString("usual"),
                    Optional.ofNullable(json.getString("parameter")),
                    texts(json.getJsonObject("formats", new JsonObject())),
                    told));
        } catch (ClassCastException | NullPointerException malformed) {
            throw new IllegalArgumentException("these are no templates", malformed);
        }
    }

    private static Map<String, String> texts(JsonObject object) {
        Map<String, String> texts = new HashMap<>();
        object.forEach(each -> texts.put(each.getKey(), (String) each.getValue()));
        return texts;
    }
}
