package io.polyport.standalone.shop;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
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

/** What the shop's messages look like, read from shop.txtpb: no generated classes, and no compiler of them. */
final class ShopSchema {
    private static final String FILE = "/shop/shop.txtpb";

    private final FileDescriptor file;
    private final KnownTypes types;

    private ShopSchema(FileDescriptor file) {
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

    /** Takes some tenths of a second the first time, so it is not for an event loop. */
    static ShopSchema read() {
        // This one first: protobuf-java 4.36 fails when others are touched before it.
        DescriptorProtos.getDescriptor();
        var extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        var proto = FileDescriptorProto.newBuilder();
        try (var text = new InputStreamReader(ShopSchema.class.getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
            TextFormat.merge(text, extensions, proto);
            return new ShopSchema(FileDescriptor.buildFrom(proto.build(), new FileDescriptor[] {
                AnnotationsProto.getDescriptor(), DurationProto.getDescriptor(), TimestampProto.getDescriptor()
            }));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(FILE + " can't be read", unreadable);
        } catch (DescriptorValidationException wrong) {
            throw new IllegalStateException(FILE + " does not fit together", wrong);
        }
    }

    ServiceDescriptor service() {
        return file.getServices().getFirst();
    }

    MessageCodec codec(Descriptor type) {
        return MessageCodec.of(type, types);
    }

    /** Of google.rpc.Status. */
    MessageCodec statusCodec() {
        return codec(StatusProto.getDescriptor().findMessageTypeByName("Status"));
    }
}
