package io.polyport.standalone.shop;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TimestampProto;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import io.polyport.grpc.json.KnownTypes;
import io.polyport.grpc.json.MessageCodec;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What the messages of a service look like, read from protobuf's text form of their descriptor: no generated classes, and no
 * compiler of them.
 */
final class DemoSchema {
    private final FileDescriptor file;
    private final KnownTypes types;

    private DemoSchema(FileDescriptor file) {
        this.file = file;
        this.types = new KnownTypes() {
            @Override
            public Descriptor find(String fullName) {
                String name = fullName.substring(fullName.lastIndexOf('.') + 1);
                Descriptor detail = ErrorDetailsProto.getDescriptor().findMessageTypeByName(name);
                return detail != null && detail.getFullName().equals(fullName) ? detail : null;
            }

            @Override
            public ExtensionRegistry extensions() {
                return ExtensionRegistry.getEmptyRegistry();
            }
        };
    }

    /**
     * Takes some tenths of a second the first time, so it is not for an event loop.
     *
     * @param resource on the class path
     */
    static DemoSchema read(String resource) {
        // This one first: protobuf-java 4.36 fails when others are touched before it.
        DescriptorProtos.getDescriptor();
        var extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        var proto = FileDescriptorProto.newBuilder();
        try (var text = new InputStreamReader(DemoSchema.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
            TextFormat.merge(text, extensions, proto);
            var imports = Stream.of(
                            AnnotationsProto.getDescriptor(),
                            DurationProto.getDescriptor(),
                            TimestampProto.getDescriptor())
                    .filter(file -> proto.getDependencyList().contains(file.getName()))
                    .toArray(FileDescriptor[]::new);
            return new DemoSchema(FileDescriptor.buildFrom(proto.build(), imports));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource + " can't be read", unreadable);
        } catch (DescriptorValidationException wrong) {
            throw new IllegalStateException(resource + " does not fit together", wrong);
        }
    }

    FileDescriptor file() {
        return file;
    }

    ServiceDescriptor service() {
        return file.getServices().getFirst();
    }

    /** How the messages of one of the service's methods are read and written. */
    DemoCall.Codecs codecs(MethodDescriptor method) {
        return new DemoCall.Codecs(
                codec(method.getInputType()),
                codec(method.getOutputType()),
                codec(StatusProto.getDescriptor().findMessageTypeByName("Status")));
    }

    private MessageCodec codec(Descriptor type) {
        return MessageCodec.of(type, types);
    }
}
