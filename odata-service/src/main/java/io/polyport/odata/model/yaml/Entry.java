package io.polyport.odata.model.yaml;

import io.polyport.kit.config.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML file that knows where it stands. Each way to look at it reports when it is something else, and gives an
 * empty answer then, so that the reading can go on to the next fault.
 */
final class Entry {
    private final String file;
    private final int line;
    private final String path;
    private final Node node;
    private final Faults faults;
    private Map<String, Entry> fields;

    private Entry(String file, int line, String path, Node node, Faults faults) {
        this.file = file;
        this.line = line;
        this.path = path;
        this.node = node;
        this.faults = faults;
    }

    /** @param node the whole document */
    static Entry top(String file, Node node, Faults faults) {
        return new Entry(file, line(node), "", node, faults);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    void fault(String what) {
        faults.add(file, line, path, what);
    }

    String place() {
        return file + ":" + line;
    }

    /** As faults begin: file, line and path. */
    String full() {
        return place() + ": " + path;
    }

    boolean isEmpty() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isText() {
        return node instanceof ScalarNode && !isEmpty();
    }

    /** What stands under each key, in the order of the file. */
    Map<String, Entry> fields() {
        if (fields == null) {
            fields = read();
        }
        return fields;
    }

    private Map<String, Entry> read() {
        var read = new LinkedHashMap<String, Entry>();
        if (!(node instanceof MappingNode mapping)) {
            if (!isEmpty()) {
                fault("must be a map of keys and values");
            }
            return read;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(file, line(tuple.getKeyNode()), path, "a key must be a plain word");
                continue;
            }
            String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            var entry = new Entry(file, line(key), inner, tuple.getValueNode(), faults);
            var earlier = read.putIfAbsent(key.getValue(), entry);
            if (earlier != null) {
                entry.fault("duplicate key; it already stands in line " + earlier.line);
            }
        }
        return read;
    }

    /** Reports every key that is none of these. */
    Entry only(String... keys) {
        var known = Arrays.asList(keys);
        fields().forEach((key, entry) -> {
            if (!known.contains(key)) {
                entry.fault("unknown key" + Suggestion.among(known, key) + " (known here: " + String.join(", ", keys)
                        + ")");
            }
        });
        return this;
    }

    Optional<Entry> field(String key) {
        return isMap() ? Optional.ofNullable(fields().get(key)).filter(entry -> !entry.isEmpty()) : Optional.empty();
    }

    /** The items of a list; a single value is a list of one. */
    List<Entry> items() {
        if (isEmpty()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        var items = new ArrayList<Entry>();
        for (Node item : sequence.getValue()) {
            items.add(new Entry(file, line(item), path + "[" + (items.size() + 1) + "]", item, faults));
        }
        return items;
    }

    List<Entry> items(String key) {
        return field(key).map(Entry::items).orElse(List.of());
    }

    List<String> texts(String key) {
        return items(key).stream().map(Entry::text).toList();
    }

    /** '' when it is no single value. */
    String text() {
        if (node instanceof ScalarNode scalar && !isEmpty()) {
            return scalar.getValue();
        }
        fault("must be a single value");
        return "";
    }

    String text(String key, String otherwise) {
        return field(key).map(Entry::text).orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return field(key).map(Entry::flag).orElse(otherwise);
    }

    boolean flag() {
        String text = text();
        if (!text.equals("true") && !text.equals("false")) {
            fault("must be true or false, is " + Faults.quote(text));
        }
        return text.equals("true");
    }

    int number(int least, int most, int otherwise) {
        String text = text();
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Reported below, as a number out of range is.
        }
        fault("must be a whole number of " + least + " to " + most + ", is " + Faults.quote(text));
        return otherwise;
    }

    /** One of an enumeration's constants, written in lower case with dashes. */
    <E extends Enum<E>> E word(String key, E otherwise) {
        return field(key).map(entry -> entry.word(otherwise)).orElse(otherwise);
    }

    <E extends Enum<E>> E word(E otherwise) {
        var constants = otherwise.getDeclaringClass().getEnumConstants();
        String text = text();
        for (E constant : constants) {
            if (spelled(constant).equals(text)) {
                return constant;
            }
        }
        var words = Arrays.stream(constants).map(Entry::spelled).toList();
        fault("must be one of " + String.join(", ", words) + ", is " + Faults.quote(text)
                + Suggestion.among(words, text));
        return otherwise;
    }

    private static <E extends Enum<E>> String spelled(E constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
