package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes descriptors of files in any order, and proves that they belong together: every import is there, nothing is defined
 * twice, nothing goes in a circle. Imports that have another name than the file that is meant (servers in C#, Go and
 * Python have such) are found by the last part of their path. Used once; takes as long as there is much.
 */
final class Linker {
    private final ProblemType fault;
    private final Map<String, FileDescriptorProto> given = new TreeMap<>();
    private final Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    private final Map<String, String> definers = new HashMap<>();
    private final Imports imports = new Imports();

    /** @param fault what to say when something does not fit */
    Linker(ProblemType fault) {
        this.fault = fault;
    }

    /** The linked ones by name without the built-in ones, each after those that it imports. */
    Map<String, FileDescriptor> link(Collection<FileDescriptorProto> files) {
        for (FileDescriptorProto file : files) {
            take(file);
        }
        imports.know(given);
        given.keySet().removeIf(imports::isReplaced);
        given.values().forEach(this::takeSymbols);
        for (String name : ImportOrder.of(given, imports, fault)) {
            try {
                linked.put(name, build(given.get(name)));
            } catch (StackOverflowError tooDeep) {
                throw failure(name, "imports or nests too deep");
            }
        }
        return linked;
    }

    private void take(FileDescriptorProto file) {
        if (file.getName().isEmpty()) {
            throw fault.toException("A file among them has no name. " + fault.advice());
        }
        FileDescriptorProto other = BuiltIns.has(file.getName()) ? file : given.putIfAbsent(file.getName(), file);
        if (other != null && !other.equals(file) && !isSame(other, file)) {
            throw failure(file.getName(), "is there twice, with different contents");
        }
    }

    /** Comments are no difference: some sets hold one file with them and once more without. */
    private static boolean isSame(FileDescriptorProto one, FileDescriptorProto other) {
        return one.toBuilder()
                .clearSourceCodeInfo()
                .build()
                .equals(other.toBuilder().clearSourceCodeInfo().build());
    }

    /** protobuf-java finds two definitions of a name only in files of which one imports the other. */
    private void takeSymbols(FileDescriptorProto file) {
        String scope = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        file.getServiceList().forEach(one -> take(scope + one.getName(), file));
        file.getEnumTypeList().forEach(one -> take(scope + one.getName(), file));
        file.getExtensionList().forEach(one -> take(scope + one.getName(), file));
        for (DescriptorProto type : file.getMessageTypeList()) {
            take(scope + type.getName(), file);
        }
    }

    private void take(String symbol, FileDescriptorProto file) {
        String other = definers.putIfAbsent(symbol, file.getName());
        if (other != null) {
            throw failure(file.getName(), symbol + " is defined in " + other + ", too");
        }
    }

    private FileDescriptor build(FileDescriptorProto file) {
        List<String> names = imports.of(file);
        var dependencies = new FileDescriptor[names.size()];
        for (int i = 0; i < dependencies.length; i++) {
            String name = names.get(i);
            dependencies[i] = BuiltIns.has(name) ? BuiltIns.files().get(name) : linked.get(name);
        }
        try {
            return FileDescriptor.buildFrom(imports.rewritten(file), dependencies, false);
        } catch (DescriptorValidationException invalid) {
            String symbol = invalid.getProblemSymbolName();
            throw failure(file.getName(), symbol + ": " + invalid.getDescription());
        } catch (RuntimeException unforeseen) {
            // Of values that no compiler writes, such as an edition that this version does not know.
            throw new ProblemException(
                    failure(file.getName(), "can't be read: " + unforeseen.getMessage())
                            .problem(),
                    unforeseen);
        }
    }

    private ProblemException failure(String name, String what) {
        return ImportOrder.failure(fault, name, what);
    }
}
