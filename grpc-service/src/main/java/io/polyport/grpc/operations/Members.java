package io.polyport.grpc.operations;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The members of a JSON object that a caller sent; each fault names its member. */
final class Members {
    private final JsonObject object;
    private final String at;

    private Members(JsonObject object, String at) {
        this.object = object;
        this.at = at;
    }

    /** Of a body; an empty one has no members. */
    static Members of(Buffer body, Set<String> known) {
        if (body.length() == 0) {
            return new Members(new JsonObject(), "");
        }
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return new Members(object, "").requireKnown(known);
            }
        } catch (DecodeException malformed) {
            if (malformed.getCause() instanceof StreamConstraintsException) {
                throw BusProblems.TOO_LARGE.toException(
                        "The body has a text of more than 20,000,000 characters, or is nested deeper than 1,000 levels.");
            }
        }
        throw Problem.of(BusProblems.BAD_REQUEST, "The body has to be a JSON object.")
                .withField("body:/", "is no JSON object")
                .toException();
    }

    private Members requireKnown(Set<String> known) {
        Set<String> unknown = new TreeSet<>(object.fieldNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw fault(unknown.iterator().next(), "is not known; there are " + new TreeSet<>(known));
        }
        return this;
    }

    boolean has(String name) {
        return object.getValue(name) != null;
    }

    boolean isText(String name) {
        return object.getValue(name) instanceof String;
    }

    Optional<String> text(String name) {
        return switch (object.getValue(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw fault(name, "has to be text");
        };
    }

    String requiredText(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> fault(name, "is missing"));
    }

    boolean flag(String name, boolean otherwise) {
        return switch (object.getValue(name)) {
            case null -> otherwise;
            case Boolean flag -> flag;
            default -> throw fault(name, "has to be true or false");
        };
    }

    int number(String name, int otherwise, int most) {
        return switch (object.getValue(name)) {
            case null -> otherwise;
            case Integer number when number >= 1 && number <= most -> number;
            default -> throw fault(name, "has to be a whole number from 1 to " + most);
        };
    }

    Optional<Duration> duration(String name) {
        return text(name).map(text -> Times.duration(text).orElseThrow(() -> fault(name, Times.FORM)));
    }

    Optional<Members> object(String name, Set<String> known) {
        return switch (object.getValue(name)) {
            case null -> Optional.empty();
            case JsonObject inner -> Optional.of(new Members(inner, at + "/" + name).requireKnown(known));
            default -> throw fault(name, "has to be an object");
        };
    }

    Optional<JsonArray> list(String name) {
        return switch (object.getValue(name)) {
            case null -> Optional.empty();
            case JsonArray list -> Optional.of(list);
            default -> throw fault(name, "has to be an array");
        };
    }

    /** Names and texts. */
    Map<String, String> texts(String name) {
        Object value = object.getValue(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject map)) {
            throw fault(name, "has to be an object of texts");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach(each -> {
            if (!(each.getValue() instanceof String text)) {
                throw fault(name + "/" + each.getKey(), "has to be text");
            }
            texts.put(each.getKey(), text);
        });
        return texts;
    }

    /** One text or a list of them. */
    List<String> oneOrMore(String name) {
        Object value = object.getValue(name);
        if (value instanceof JsonArray list && !list.isEmpty() && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        throw fault(name, value == null ? "is missing" : "has to be text, or a list of texts");
    }

    Optional<Buffer> bytes(String name) {
        return text(name).map(text -> {
            try {
                return Buffer.buffer(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException malformed) {
                throw fault(name, "has to be base64");
            }
        });
    }

    ProblemException fault(String name, String fault) {
        String where = at + "/" + name;
        return Problem.of(BusProblems.BAD_REQUEST, "The body's member '" + where.substring(1) + "' " + fault + ".")
                .withField("body:" + where, fault)
                .toException();
    }
}
