package io.polyport.kit.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads a program's configuration: defaults of the records, then the files in their order, then the environment. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads files, so it blocks; for the start of a program or a worker.
     *
     * @param files YAML, each over the ones before it: maps are united, other values and secrets replaced
     * @param environment variables; {@code ftp.connect-timeout} is {@code FTP_CONNECT_TIMEOUT}
     * @throws ConfigException with every fault of every source
     */
    public static <R extends Record> R load(Class<R> type, List<Path> files, Map<String, String> environment) {
        var shape = Shape.of(type);
        var faults = new Faults();
        Tree tree = Tree.Fields.empty(
                new Tree.Place(files.isEmpty() ? "not set" : files.getLast().toString(), 0, files.size()));
        boolean partial = false;
        for (int i = 0; i < files.size(); i++) {
            var read = YamlSource.read(files.get(i), i + 1, faults);
            tree = read.isPresent() ? Tree.merge(shape, tree, read.get()) : tree;
            partial |= read.isEmpty();
        }
        var whole = new Environment(environment, faults).over(shape, tree, KeyPath.ROOT);
        var made = new Binder(faults, partial).whole(shape, whole);
        faults.throwIfAny();
        return type.cast(made);
    }
}
