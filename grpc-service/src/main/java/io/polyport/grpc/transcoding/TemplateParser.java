package io.polyport.grpc.transcoding;

import io.polyport.grpc.transcoding.PathTemplate.Kind;
import io.polyport.grpc.transcoding.PathTemplate.Segment;
import io.polyport.grpc.transcoding.PathTemplate.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads path templates by the grammar of {@code google/api/http.proto}. Wider than that in two things which other
 * gateways take, too: {@code /} alone, and literals after {@code **}.
 */
final class TemplateParser {
    private static final int MOST_CHARACTERS = 4096;
    private static final int MOST_SEGMENTS = 64;

    private final String text;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();
    private boolean restSeen;

    private TemplateParser(String text) {
        this.text = text;
    }

    /** @throws Unfit when it is none */
    static PathTemplate parse(String text) {
        return new TemplateParser(text).template();
    }

    private PathTemplate template() {
        if (!text.startsWith("/")) {
            throw new Unfit("does not begin with '/'");
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new Unfit("is longer than " + MOST_CHARACTERS + " characters");
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            throw new Unfit("has a '?' or '#': queries are no part of a template");
        }
        int colon = verbAt();
        String path = colon < 0 ? text : text.substring(0, colon);
        String verb = colon < 0 ? "" : literal(text.substring(colon + 1));
        if (!path.equals("/")) {
            path(path, 1);
        }
        return new PathTemplate(text, segments, variables, verb);
    }

    /** A colon in an earlier segment, or within a variable, is a part of a literal. */
    private int verbAt() {
        int colon = text.lastIndexOf(':');
        return colon > text.lastIndexOf('/') && colon > text.lastIndexOf('}') ? colon : -1;
    }

    private void path(String path, int start) {
        int at = start;
        while (true) {
            int end = path.startsWith("{", at) ? variable(path, at) : plain(path, at);
            if (end == path.length()) {
                return;
            }
            if (path.charAt(end) != '/') {
                throw new Unfit("has '" + path.charAt(end) + "' after a variable, which fills its segment alone");
            }
            at = end + 1;
        }
    }

    private int plain(String path, int at) {
        int slash = path.indexOf('/', at);
        int end = slash < 0 ? path.length() : slash;
        add(path.substring(at, end));
        return end;
    }

    private int variable(String path, int at) {
        int close = path.indexOf('}', at);
        if (close < 0) {
            throw new Unfit("has a '{' without '}'");
        }
        String inside = path.substring(at + 1, close);
        int equals = inside.indexOf('=');
        String name = equals < 0 ? inside : inside.substring(0, equals);
        if (!FieldPath.isName(name)) {
            throw new Unfit("has the variable '" + name + "', which is no name of a field");
        }
        if (variables.stream().anyMatch(other -> other.name().equals(name))) {
            throw new Unfit("has the variable '" + name + "' twice");
        }
        int from = segments.size();
        for (String segment :
                equals < 0 ? new String[] {"*"} : inside.substring(equals + 1).split("/", -1)) {
            add(segment);
        }
        variables.add(new Variable(name, from, segments.size()));
        return close + 1;
    }

    private void add(String segment) {
        if (segments.size() == MOST_SEGMENTS) {
            throw new Unfit("has more than " + MOST_SEGMENTS + " segments");
        }
        switch (segment) {
            case "*" -> wildcard(Kind.ONE);
            case "**" -> {
                wildcard(Kind.REST);
                restSeen = true;
            }
            default -> segments.add(new Segment(Kind.LITERAL, literal(segment)));
        }
    }

    private void wildcard(Kind kind) {
        if (restSeen) {
            throw new Unfit("has a wildcard or variable after '**', which takes all that is left");
        }
        segments.add(new Segment(kind, ""));
    }

    private static String literal(String raw) {
        if (raw.isEmpty()) {
            throw new Unfit("has an empty segment or verb");
        }
        if (raw.chars().anyMatch(c -> "{}*".indexOf(c) >= 0)) {
            throw new Unfit("has '" + raw + "', where '*', '{' and '}' can't stand");
        }
        return Escapes.segment(raw);
    }
}
