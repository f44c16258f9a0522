package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes schemas: checks what is given, has it compiled, links it. Blocks; safe on any thread. */
final class SchemaMaking {
    /** Of a descriptor's bytes, most of which are names and comments. */
    private static final long MEMORY_PER_BYTE = 3;

    private static final long MEMORY_PER_DECLARATION = 500;

    private static final Logger LOG = LoggerFactory.getLogger(SchemaMaking.class);

    private final SchemaSettings settings;
    private final Compiler compiler;

    SchemaMaking(SchemaSettings settings, Compiler compiler) {
        this.settings = settings;
        this.compiler = compiler;
    }

    Schema ofProtos(Map<String, String> protos) {
        ProtoNames.check(protos.keySet());
        checkSizes(protos);
        return compiled(protos);
    }

    Schema ofZip(Buffer zip) {
        if (zip.length() > settings.bytes().bytes()) {
            throw tooLarge("The ZIP is larger than " + settings.bytes() + ".");
        }
        Map<String, String> protos = ImportRoots.named(Archive.protos(zip.getBytes(), settings));
        ProtoNames.check(protos.keySet());
        return compiled(protos);
    }

    Schema ofDescriptorSet(Buffer set) {
        if (set.length() > settings.bytes().bytes()) {
            throw tooLarge("The descriptor set is larger than " + settings.bytes() + ".");
        }
        FileDescriptorSet read;
        try {
            read = FileDescriptorSet.parseFrom(set.getBytes(), BuiltIns.options());
        } catch (InvalidProtocolBufferException broken) {
            throw new ProblemException(
                    Problem.of(
                            SchemaProblems.DESCRIPTOR_INVALID,
                            "It is no FileDescriptorSet. " + SchemaProblems.DESCRIPTOR_INVALID.advice()),
                    broken);
        }
        if (read.getFileCount() > settings.files()) {
            throw tooLarge("The descriptor set has more than " + settings.files() + " files.");
        }
        if (read.getFileCount() == 0) {
            throw SchemaProblems.DESCRIPTOR_INVALID.toException(
                    "There is no file in it. " + SchemaProblems.DESCRIPTOR_INVALID.advice());
        }
        Set<String> given = names(read.getFileList());
        return linked(read.getFileList(), SchemaProblems.DESCRIPTOR_INVALID, Map.of(), ofFiles(given));
    }

    Schema ofReflection(Reflection.Told told) {
        Set<String> offered = Set.copyOf(told.services());
        return linked(
                told.files(),
                SchemaProblems.REFLECTION_INVALID,
                Map.of(),
                service -> offered.contains(service.getFullName()));
    }

    private Schema compiled(Map<String, String> protos) {
        Collection<FileDescriptorProto> files = compiler.compile(protos).getFileList().stream()
                .map(Comments::only)
                .toList();
        return linked(files, SchemaProblems.PROTO_INVALID, protos, ofFiles(protos.keySet()));
    }

    private void checkSizes(Map<String, String> protos) {
        if (protos.size() > settings.files()) {
            throw tooLarge("There are more than " + settings.files() + " protos.");
        }
        long all = 0;
        for (var proto : protos.entrySet()) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(proto.getValue())) {
                throw Problem.of(SchemaProblems.PROTO_INVALID)
                        .withField("protos/" + proto.getKey(), "has half of a surrogate pair, which is no character")
                        .toException();
            }
            long length = proto.getValue().getBytes(StandardCharsets.UTF_8).length;
            all += length;
            if (length > settings.fileBytes().bytes()) {
                throw Problem.of(SchemaProblems.TOO_LARGE)
                        .withField("protos/" + proto.getKey(), "is larger than " + settings.fileBytes())
                        .toException();
            }
        }
        if (all > settings.bytes().bytes()) {
            throw tooLarge("All protos together are larger than " + settings.bytes() + ".");
        }
    }

    private static ProblemException tooLarge(String what) {
        return SchemaProblems.TOO_LARGE.toException(what + " " + SchemaProblems.TOO_LARGE.advice());
    }

    private static Set<String> names(Collection<FileDescriptorProto> files) {
        var names = new HashSet<String>();
        files.forEach(file -> names.add(file.getName()));
        return names;
    }

    /** The services of files that were given, and not those of built-in files which are there anyway. */
    private static Predicate<ServiceDescriptor> ofFiles(Set<String> given) {
        return service -> {
            String file = service.getFile().getName();
            return !BuiltIns.has(file) || given.contains(file);
        };
    }

    /**
     * @param texts of the files that have one
     * @param isOffered which services are, the built-in ones too
     */
    private Schema linked(
            Collection<FileDescriptorProto> files,
            ProblemType fault,
            Map<String, String> texts,
            Predicate<ServiceDescriptor> isOffered) {
        long declarations = Declarations.count(files);
        if (declarations > settings.declarations()) {
            throw (fault.equals(SchemaProblems.REFLECTION_INVALID)
                            ? SchemaProblems.REFLECTION_TOO_LARGE
                            : SchemaProblems.TOO_LARGE)
                    .toException("There are more than " + settings.declarations()
                            + " messages, fields, values, methods and the like. " + SchemaProblems.TOO_LARGE.advice());
        }
        Collection<FileDescriptor> linked = new Linker(fault).link(files).values();
        List<ServiceDescriptor> offered = Stream.concat(linked.stream(), BuiltIns.files().values().stream())
                .flatMap(file -> file.getServices().stream())
                .filter(isOffered)
                .toList();
        var bare = new Schema(linked, offered, List.of(), 0);
        long weight = MEMORY_PER_DECLARATION * declarations;
        for (FileDescriptor file : linked) {
            weight += MEMORY_PER_BYTE * file.toProto().getSerializedSize();
        }
        List<Schema.Source> sources = sources(linked, texts, bare.extensions());
        for (Schema.Source source : sources) {
            weight += source.text().length();
        }
        return new Schema(linked, offered, sources, weight);
    }

    private static List<Schema.Source> sources(
            Collection<FileDescriptor> files, Map<String, String> texts, ExtensionRegistry extensions) {
        var sources = new TreeMap<String, Schema.Source>();
        for (FileDescriptor file : files) {
            String text = texts.get(file.getName());
            sources.put(
                    file.getName(), new Schema.Source(file.getName(), text == null ? written(file, extensions) : text));
        }
        return List.copyOf(sources.values());
    }

    private static String written(FileDescriptor file, ExtensionRegistry extensions) {
        try {
            return ProtoText.of(file.toProto(), extensions);
        } catch (RuntimeException unforeseen) {
            LOG.warn("a text can't be written from the descriptor of {}", file.getName(), unforeseen);
            return "// This file was given as a descriptor that has no form as a text.\n";
        }
    }
}
