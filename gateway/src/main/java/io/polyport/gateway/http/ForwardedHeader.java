package io.polyport.gateway.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code Forwarded} (RFC 7239 §4), strictly where elements end: a quote that a caller has left open would swallow what
 * a proxy adds behind it. Values without quotes may hold colons and brackets, which proxies do write so.
 */
final class ForwardedHeader {
    private final String text;
    private int at;

    private ForwardedHeader(String text) {
        this.text = text;
    }

    /** The elements, each with its parameters by name in lower case; empty when it is malformed anywhere. */
    static Optional<List<Map<String, String>>> read(String text) {
        return new ForwardedHeader(text).elements();
    }

    private Optional<List<Map<String, String>>> elements() {
        List<Map<String, String>> elements = new ArrayList<>();
        while (true) {
            Optional<Map<String, String>> element = element();
            if (element.isEmpty()) {
                return Optional.empty();
            }
            if (!element.get().isEmpty()) {
                elements.add(element.get());
            }
            if (at == text.length()) {
                return Optional.of(elements);
            }
            at++;
        }
    }

    /** Up to a comma or the end. */
    private Optional<Map<String, String>> element() {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            blanks();
            if (!isAt(';') && !isAt(',') && at < text.length() && !parameter(parameters)) {
                return Optional.empty();
            }
            blanks();
            if (at == text.length() || isAt(',')) {
                return Optional.of(parameters);
            }
            if (!isAt(';')) {
                return Optional.empty();
            }
            at++;
        }
    }

    private boolean parameter(Map<String, String> parameters) {
        int start = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at).toLowerCase(Locale.ROOT);
        if (name.isEmpty() || !isAt('=')) {
            return false;
        }
        at++;
        Optional<String> value = isAt('"') ? quoted() : plain();
        return value.isPresent() && parameters.putIfAbsent(name, value.get()) == null;
    }

    private Optional<String> quoted() {
        var value = new StringBuilder();
        at++;
        while (at < text.length() && !isAt('"')) {
            at += isAt('\\') ? 1 : 0;
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        if (at == text.length()) {
            return Optional.empty();
        }
        at++;
        return Optional.of(value.toString());
    }

    private Optional<String> plain() {
        int start = at;
        while (at < text.length() && " \t\";,".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return start == at ? Optional.empty() : Optional.of(text.substring(start, at));
    }

    private void blanks() {
        while (isAt(' ') || isAt('\t')) {
            at++;
        }
    }

    private boolean isAt(char character) {
        return at < text.length() && text.charAt(at) == character;
    }

    private static boolean isName(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '-'
                || character == '_';
    }
}
