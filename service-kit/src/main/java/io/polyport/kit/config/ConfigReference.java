package io.polyport.kit.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a program can be told, generated from its configuration record: the commented YAML and the documentation. */
public final class ConfigReference {
    private static final int WIDTH = 96;

    private ConfigReference() {}

    /**
     * One key.
     *
     * @param path {@code ftp.connections.<name>.host}, {@code issuers[].name}
     * @param byDefault as written in YAML; empty for none
     * @param environment {@code FTP_CONNECTIONS_<NAME>_HOST}; empty where only a file can set it
     */
    public record Entry(String path, String type, String byDefault, String environment, String meaning) {}

    /**
     * Every key, in the order of the records.
     *
     * @throws IllegalStateException when a key lacks its {@link Doc} or two keys have the same variable
     */
    public static List<Entry> entries(Class<? extends Record> type) {
        var entries = new ArrayList<Entry>();
        collect(Shape.of(type), KeyPath.ROOT, entries);
        var bare = entries.stream()
                .filter(entry -> entry.meaning().isBlank())
                .map(Entry::path)
                .toList();
        if (!bare.isEmpty()) {
            throw new IllegalStateException("keys of " + type.getName() + " without @Doc: " + bare);
        }
        refuseSameVariables(entries);
        return entries;
    }

    private static void refuseSameVariables(List<Entry> entries) {
        Map<String, String> seen = new LinkedHashMap<>();
        for (var entry : entries) {
            var variables = entry.type().startsWith("secret")
                    ? List.of(entry.environment(), entry.environment() + "_FILE")
                    : List.of(entry.environment());
            for (var variable : entry.environment().isEmpty() ? List.<String>of() : variables) {
                var other = seen.put(variable, entry.path());
                if (other != null) {
                    throw new IllegalStateException(variable + " is the variable of " + other + " and " + entry.path());
                }
            }
        }
    }

    /** A section for the documentation: a table of all keys. */
    public static String toMarkdown(Class<? extends Record> type) {
        var out = new StringBuilder("| key | type | default | environment | meaning |\n|---|---|---|---|---|\n");
        for (var entry : entries(type)) {
            out.append("| `").append(entry.path()).append("` | ").append(cell(entry.type()));
            out.append(" | ").append(byDefault(entry));
            out.append(" | ").append(entry.environment().isEmpty() ? "–" : '`' + entry.environment() + '`');
            out.append(" | ").append(cell(entry.meaning())).append(" |\n");
        }
        return out.toString();
    }

    private static String byDefault(Entry entry) {
        if (!entry.byDefault().isEmpty()) {
            return '`' + cell(entry.byDefault()) + '`';
        }
        return entry.type().endsWith("section") || entry.type().endsWith("optional") ? "–" : "required";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    /** Every key with its default and its meaning; what has no default is commented out as {@code #key: <type>}. */
    public static String toYaml(Class<? extends Record> type) {
        entries(type);
        return YamlText.join(lines(Shape.of(type)));
    }

    private static List<String> lines(Shape.RecordOf record) {
        var lines = new ArrayList<String>();
        for (var key : record.keys()) {
            if (key.shape() instanceof Shape.RecordOf && !lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(comment(key));
            lines.addAll(field(key.name(), key.shape(), key.byDefault()));
        }
        return lines;
    }

    private static List<String> comment(Shape.Key key) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder("#");
        var type = key.shape() instanceof Shape.RecordOf ? "" : " (" + type(key.shape()) + ")";
        for (var word : (key.doc().orElse("") + type).split("\\s+")) {
            if (line.length() + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static List<String> field(String name, Shape shape, Optional<String> byDefault) {
        return switch (shape) {
            case Shape.Leaf leaf ->
                byDefault
                        .map(text -> List.of(name + ": " + (leaf.textual() ? YamlText.text(text) : text)))
                        .orElseGet(() -> List.of("#" + name + ": <" + leaf.name() + ">"));
            case Shape.SecretLeaf secret -> List.of("#" + name + ": {file: <file path>}");
            case Shape.Maybe maybe -> out(field(name, maybe.inner(), Optional.empty()));
            case Shape.RecordOf record -> block(name + ":", lines(record));
            case Shape.MapOf map ->
                withExample(name + ": " + byDefault.orElse("{}"), field("<name>", map.value(), Optional.empty()));
            case Shape.ListOf list ->
                list.item() instanceof Shape.RecordOf record
                        ? withExample(name + ": " + byDefault.orElse("[]"), YamlText.item(afterComments(lines(record))))
                        : List.of(name + ": " + byDefault.orElse("[]"));
        };
    }

    /** The dash of an item stands at a key, not at its comment. */
    private static List<String> afterComments(List<String> lines) {
        var moved = new ArrayList<String>();
        moved.add("# an item:");
        moved.addAll(lines);
        return moved;
    }

    private static List<String> block(String head, List<String> inner) {
        var lines = new ArrayList<String>();
        lines.add(head);
        lines.addAll(YamlText.indent(inner));
        return lines;
    }

    private static List<String> withExample(String line, List<String> example) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(line), out(YamlText.indent(example)).stream())
                .toList();
    }

    private static List<String> out(List<String> lines) {
        return lines.stream()
                .map(line -> line.startsWith("#") ? line : "#" + line)
                .toList();
    }

    private static void collect(Shape.RecordOf record, KeyPath path, List<Entry> entries) {
        for (var key : record.keys()) {
            var inner = path.key(key.name());
            entries.add(new Entry(
                    inner.text(),
                    type(key.shape()),
                    key.byDefault().orElse(fallback(key.shape())),
                    isSet(key.shape()) ? inner.variable() : "",
                    key.doc().orElse("")));
            beneath(key.shape(), inner, entries);
        }
    }

    private static void beneath(Shape shape, KeyPath path, List<Entry> entries) {
        switch (shape) {
            case Shape.Leaf leaf -> {}
            case Shape.SecretLeaf secret -> {}
            case Shape.Maybe maybe -> beneath(maybe.inner(), path, entries);
            case Shape.MapOf map -> beneath(map.value(), path.key("<name>"), entries);
            case Shape.ListOf list -> beneath(list.item(), path.anyItem(), entries);
            case Shape.RecordOf record -> collect(record, path, entries);
        }
    }

    /** Whether one variable holds the value. */
    private static boolean isSet(Shape shape) {
        return switch (shape) {
            case Shape.Leaf leaf -> true;
            case Shape.SecretLeaf secret -> true;
            case Shape.Maybe maybe -> isSet(maybe.inner());
            case Shape.ListOf list -> list.item() instanceof Shape.Leaf;
            case Shape.MapOf map -> false;
            case Shape.RecordOf record -> false;
        };
    }

    private static String fallback(Shape shape) {
        return switch (shape) {
            case Shape.ListOf list -> "[]";
            case Shape.MapOf map -> "{}";
            case Shape.Leaf leaf -> "";
            case Shape.SecretLeaf secret -> "";
            case Shape.Maybe maybe -> "";
            case Shape.RecordOf record -> "";
        };
    }

    private static String type(Shape shape) {
        return switch (shape) {
            case Shape.Leaf leaf -> leaf.name();
            case Shape.SecretLeaf secret -> "secret";
            case Shape.Maybe maybe -> type(maybe.inner()) + ", optional";
            case Shape.ListOf list -> "list of " + type(list.item());
            case Shape.MapOf map -> "by name: " + type(map.value());
            case Shape.RecordOf record -> "section";
        };
    }
}
