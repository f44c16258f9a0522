package io.polyport.grpc.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is known of a server's services and their types, linked with each other. Immutable; safe to use on any
 * thread.
 *
 * <p>The types of {@code google/protobuf}, {@code google/api}, {@code google/rpc}, {@code google/type} and the other files
 * of {@link BuiltIns} are always among them, as the descriptors of their generated classes: a file that a caller or
 * a server gives under one of those names is not used. So {@code options.getExtension(AnnotationsProto.http)} works on
 * every method.
 */
public final class Schema {
    private final List<ServiceDescriptor> services;
    private final Map<String, ServiceDescriptor> serviceByName = new HashMap<>();
    private final Map<String, Descriptor> messages = new HashMap<>();
    private final Map<String, EnumDescriptor> enums = new HashMap<>();
    private final ExtensionRegistry extensions;
    private final List<Source> sources;
    private final long weight;

    /**
     * One file.
     *
     * @param name as other files import it
     * @param text as it was given; where none was given, one that is written from its descriptor
     */
    public record Source(String name, String text) {}

    /** The built-in types only, and no service. */
    public static Schema empty() {
        return Empty.SCHEMA;
    }

    private static final class Empty {
        static final Schema SCHEMA = new Schema(List.of(), List.of(), List.of(), 0);
    }

    /**
     * @param files linked ones beside the built-in ones
     * @param offered the services that are to be offered
     * @param weight roughly how much memory all this takes, in bytes
     */
    Schema(Collection<FileDescriptor> files, Collection<ServiceDescriptor> offered, List<Source> sources, long weight) {
        this.sources = List.copyOf(sources);
        this.weight = weight;
        this.services = offered.stream()
                .sorted(Comparator.comparing(ServiceDescriptor::getFullName))
                .toList();
        services.forEach(service -> serviceByName.put(service.getFullName(), service));
        var registry = ExtensionRegistry.newInstance();
        BuiltIns.register(registry);
        // First, so that nobody's Any or Status takes the place of the one that everybody means.
        BuiltIns.files().values().forEach(file -> take(file, registry));
        files.forEach(file -> take(file, registry));
        extensions = registry.getUnmodifiable();
    }

    private void take(FileDescriptor file, ExtensionRegistry registry) {
        file.getMessageTypes().forEach(type -> take(type, registry));
        file.getEnumTypes().forEach(type -> enums.putIfAbsent(type.getFullName(), type));
        file.getExtensions().forEach(extension -> take(extension, registry));
    }

    private void take(Descriptor type, ExtensionRegistry registry) {
        messages.putIfAbsent(type.getFullName(), type);
        type.getNestedTypes().forEach(nested -> take(nested, registry));
        type.getEnumTypes().forEach(nested -> enums.putIfAbsent(nested.getFullName(), nested));
        type.getExtensions().forEach(extension -> take(extension, registry));
    }

    private static void take(FieldDescriptor extension, ExtensionRegistry registry) {
        if (registry.findImmutableExtensionByName(extension.getFullName()) != null) {
            return;
        }
        if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            registry.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
        } else {
            registry.add(extension);
        }
    }

    /** The services that are offered, sorted by their full names. */
    public List<ServiceDescriptor> services() {
        return services;
    }

    /** @param fullName {@code package.Service} */
    public Optional<ServiceDescriptor> service(String fullName) {
        return Optional.ofNullable(serviceByName.get(fullName));
    }

    /**
     * @param service {@code package.Service}
     * @param method {@code Method}
     */
    public Optional<MethodDescriptor> method(String service, String method) {
        return service(service).map(one -> one.findMethodByName(method));
    }

    /**
     * Any message that is known, built-in ones too.
     *
     * @param fullName {@code package.Message}, {@code package.Outer.Inner}
     */
    public Optional<Descriptor> message(String fullName) {
        return Optional.ofNullable(messages.get(fullName));
    }

    /** Any enum that is known, built-in ones too; named as {@link #message messages} are. */
    public Optional<EnumDescriptor> enumeration(String fullName) {
        return Optional.ofNullable(enums.get(fullName));
    }

    /** Every extension that is known, custom options included; for reading messages and options. */
    public ExtensionRegistry extensions() {
        return extensions;
    }

    /** The files without the built-in ones, sorted by name. */
    public List<Source> sources() {
        return sources;
    }

    /** Roughly how much memory this takes, in bytes, without the built-in types. */
    public long weight() {
        return weight;
    }
}
