package io.polyport.kit.config;

import io.polyport.kit.config.Tree.Field;
import io.polyport.kit.config.Tree.Fields;
import io.polyport.kit.config.Tree.Items;
import io.polyport.kit.config.Tree.Nothing;
import io.polyport.kit.config.Tree.Place;
import io.polyport.kit.config.Tree.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One YAML document as a {@link Tree}; syntax errors and duplicate keys become faults, never with the text around. */
final class YamlSource {
    /** Aliases of aliases can make a huge tree out of a small file. */
    private static final int MOST_NODES = 100_000;

    private final String name;
    private final int rank;
    private final Faults faults;
    private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
    private int nodes;

    private YamlSource(String name, int rank, Faults faults) {
        this.name = name;
        this.rank = rank;
        this.faults = faults;
    }

    /** @return empty when the file could not be read at all; {@code faults} says why */
    static Optional<Tree> read(Path file, int rank, Faults faults) {
        var place = new Place(file.toString(), 0, rank);
        try {
            return parse(file.toString(), Files.readString(file), rank, faults);
        } catch (NoSuchFileException e) {
            faults.add(place, "", "there is no such file");
        } catch (CharacterCodingException e) {
            faults.add(place, "", "is not UTF-8 text");
        } catch (IOException e) {
            faults.add(place, "", "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    static Optional<Tree> parse(String name, String text, int rank, Faults faults) {
        var source = new YamlSource(name, rank, faults);
        try {
            var settings = LoadSettings.builder()
                    .setLabel(name)
                    .setAllowNonScalarKeys(true)
                    .build();
            var top = new Place(name, 1, rank);
            return Optional.of(new Compose(settings)
                    .composeString(text)
                    .map(node -> source.tree(node, KeyPath.ROOT))
                    .orElse(Fields.empty(top)));
        } catch (MarkedYamlEngineException e) {
            var line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(new Place(name, line, rank), "", "not YAML: " + problem(e));
        } catch (YamlEngineException e) {
            faults.add(
                    new Place(name, 0, rank),
                    "",
                    "not YAML that can be used here: too large, too deep, or it contains itself");
        }
        return Optional.empty();
    }

    /** The parser's own words, except where they repeat what may be a password without its quotes. */
    private static String problem(MarkedYamlEngineException e) {
        var problem = e.getProblem() == null ? "" : e.getProblem();
        return problem.contains("alias") || problem.contains("anchor") || problem.contains("tag")
                ? "a value that begins with *, & or ! needs quotes"
                : problem;
    }

    private Tree tree(Node node, KeyPath path) {
        var place = place(node);
        if (open.put(node, true) != null || ++nodes > MOST_NODES) {
            faults.add(place, path.text(), "the value contains itself or is too large");
            return new Nothing(place, null);
        }
        try {
            return switch (node) {
                case ScalarNode scalar ->
                    scalar.getTag().equals(Tag.NULL)
                            ? new Nothing(place, null)
                            : new Scalar(place, scalar.getValue(), true, null);
                case SequenceNode sequence -> items(sequence, place, path);
                case MappingNode mapping -> fields(mapping, place, path);
                default -> throw new IllegalStateException("a node that YAML does not have: " + node.getNodeType());
            };
        } finally {
            open.remove(node);
        }
    }

    private Tree items(SequenceNode sequence, Place place, KeyPath path) {
        var items = new ArrayList<Tree>();
        for (var item : sequence.getValue()) {
            items.add(tree(item, path.item(items.size())));
        }
        return new Items(place, items, null);
    }

    private Tree fields(MappingNode mapping, Place place, KeyPath path) {
        var fields = new LinkedHashMap<String, Field>();
        for (NodeTuple tuple : mapping.getValue()) {
            var at = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                faults.add(at, path.text(), "a key must be a plain word");
                continue;
            }
            var inner = path.key(key.getValue());
            var earlier = fields.get(key.getValue());
            if (earlier != null) {
                faults.add(
                        at,
                        inner.text(),
                        "duplicate key; it already stands in line "
                                + earlier.place().line());
            }
            var value = tree(tuple.getValueNode(), inner);
            fields.put(key.getValue(), new Field(at, value));
        }
        return new Fields(place, fields, null);
    }

    private Place place(Node node) {
        return new Place(
                name, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0), rank);
    }
}
