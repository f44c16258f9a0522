package io.polyport.kit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration as it is in force, as YAML that can be read again; secrets are {@code ****} or their file. */
public final class ConfigDump {
    private ConfigDump() {}

    public static String toYaml(Record config) {
        return YamlText.join(record(Shape.of(config.getClass()), config));
    }

    private static List<String> record(Shape.RecordOf shape, Object record) {
        var lines = new ArrayList<String>();
        for (var key : shape.keys()) {
            lines.addAll(field(key.name(), key.shape(), key.of(record)));
        }
        return lines;
    }

    private static List<String> field(String name, Shape shape, Object value) {
        var inline = inline(shape, value);
        if (inline.isPresent()) {
            return List.of(YamlText.text(name) + ": " + inline.get());
        }
        var lines = new ArrayList<String>();
        lines.add(YamlText.text(name) + ":");
        lines.addAll(YamlText.indent(block(shape, value)));
        return lines;
    }

    /** A value that stands beside its key; the others are blocks beneath it. */
    private static Optional<String> inline(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Leaf leaf -> Optional.of(leaf(leaf, value));
            case Shape.SecretLeaf secret -> secret((Secret) value);
            case Shape.Maybe maybe ->
                ((Optional<?>) value).map(v -> inline(maybe.inner(), v)).orElse(Optional.of("null"));
            case Shape.ListOf list -> list(list, (List<?>) value);
            case Shape.MapOf map -> ((Map<?, ?>) value).isEmpty() ? Optional.of("{}") : Optional.empty();
            case Shape.RecordOf record -> record.keys().isEmpty() ? Optional.of("{}") : Optional.empty();
        };
    }

    private static String leaf(Shape.Leaf leaf, Object value) {
        var text = Scalars.print(value);
        return leaf.textual() ? YamlText.text(text) : text;
    }

    private static Optional<String> secret(Secret secret) {
        return secret.file().isPresent() ? Optional.empty() : Optional.of('"' + Secret.MASK + '"');
    }

    private static Optional<String> list(Shape.ListOf shape, List<?> values) {
        if (values.isEmpty()) {
            return Optional.of("[]");
        }
        if (!(shape.item() instanceof Shape.Leaf leaf)) {
            return Optional.empty();
        }
        var items = values.stream().map(value -> leaf(leaf, value)).toList();
        return Optional.of("[" + String.join(", ", items) + "]");
    }

    private static List<String> block(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Leaf leaf -> List.of(leaf(leaf, value));
            case Shape.SecretLeaf leaf ->
                List.of("file: "
                        + YamlText.text(((Secret) value).file().orElseThrow().toString()));
            case Shape.Maybe maybe -> block(maybe.inner(), ((Optional<?>) value).orElseThrow());
            case Shape.RecordOf record -> record(record, value);
            case Shape.MapOf map -> {
                var lines = new ArrayList<String>();
                ((Map<?, ?>) value).forEach((name, inner) -> lines.addAll(field((String) name, map.value(), inner)));
                yield lines;
            }
            case Shape.ListOf list -> {
                var lines = new ArrayList<String>();
                for (var item : (List<?>) value) {
                    var inline = inline(list.item(), item);
                    lines.addAll(YamlText.item(inline.map(List::of).orElseGet(() -> block(list.item(), item))));
                }
                yield lines;
            }
        };
    }
}
