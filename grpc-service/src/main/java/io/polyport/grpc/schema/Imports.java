package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which files are meant by imports. Two things in the wild make it more than a look-up: imports by another path than the
 * file's own, and copies of built-in types in files with names of their own (grpc-js makes one for each package).
 */
final class Imports {
    private static final String AMBIGUOUS = "";

    private final Map<String, FileDescriptorProto> given = new HashMap<>();
    private final Map<String, String> byLastPart = new HashMap<>();
    /** The built-in files in place of one that defines the same. */
    private final Map<String, List<String>> replaced = new HashMap<>();

    void know(Map<String, FileDescriptorProto> files) {
        given.putAll(files);
        BuiltIns.files().keySet().forEach(this::rememberLastPart);
        files.keySet().forEach(this::rememberLastPart);
        files.values().forEach(file -> replacement(file).ifPresent(with -> replaced.put(file.getName(), with)));
    }

    private void rememberLastPart(String name) {
        byLastPart.merge(lastPart(name), name, (one, other) -> one.equals(other) ? one : AMBIGUOUS);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Whether everything that a file defines is built in. */
    boolean isReplaced(String name) {
        return replaced.containsKey(name);
    }

    private static Optional<List<String>> replacement(FileDescriptorProto file) {
        if (!file.getPackage().startsWith("google.")) {
            return Optional.empty();
        }
        var symbols = new ArrayList<String>();
        file.getMessageTypeList().forEach(one -> symbols.add(one.getName()));
        file.getEnumTypeList().forEach(one -> symbols.add(one.getName()));
        file.getServiceList().forEach(one -> symbols.add(one.getName()));
        file.getExtensionList().forEach(one -> symbols.add(one.getName()));
        var files = new LinkedHashSet<String>();
        for (String symbol : symbols) {
            Optional<String> definer = BuiltIns.definer(file.getPackage() + "." + symbol);
            if (definer.isEmpty()) {
                return Optional.empty();
            }
            files.add(definer.get());
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(files));
    }

    /** The names of the files that this one imports, each once; one that is nowhere has the name in the import. */
    List<String> of(FileDescriptorProto file) {
        Set<String> names = new LinkedHashSet<>();
        file.getDependencyList().forEach(name -> names.addAll(meant(name)));
        return List.copyOf(names);
    }

    private List<String> meant(String name) {
        if (BuiltIns.has(name)) {
            return List.of(name);
        }
        String known = given.containsKey(name) ? name : byLastPart.getOrDefault(lastPart(name), AMBIGUOUS);
        return known.equals(AMBIGUOUS) ? List.of(name) : replaced.getOrDefault(known, List.of(known));
    }

    /** The file with imports that name the files that are meant. */
    FileDescriptorProto rewritten(FileDescriptorProto file) {
        List<String> names = of(file);
        if (names.equals(file.getDependencyList())) {
            return file;
        }
        var isPublic = new HashSet<String>();
        file.getPublicDependencyList().stream()
                .filter(index -> index >= 0 && index < file.getDependencyCount())
                .forEach(index -> isPublic.addAll(meant(file.getDependency(index))));
        var rewritten = file.toBuilder()
                .clearDependency()
                .addAllDependency(names)
                .clearPublicDependency()
                .clearWeakDependency();
        for (int i = 0; i < names.size(); i++) {
            if (isPublic.contains(names.get(i))) {
                rewritten.addPublicDependency(i);
            }
        }
        return rewritten.build();
    }
}
