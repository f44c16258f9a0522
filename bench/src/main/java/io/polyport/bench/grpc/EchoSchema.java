package io.polyport.bench.grpc;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.rpc.context.AttributeContext;
import com.google.rpc.context.AttributeContextProto;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code bench.Echo/Echo}: one {@link AttributeContext} in and out, a message with nested ones, maps, lists, 64-bit numbers,
 * a timestamp and a struct, whose class comes with Google's common types. Annotated with {@code POST /echo}. {@code
 * bench.Echo/Repeat}: one in, many out.
 */
final class EchoSchema {
    static final String SERVICE = "bench.Echo";

    /** For servers and clients to which messages are bytes. */
    static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    };

    private static final FileDescriptor FILE = file();

    private EchoSchema() {}

    private static FileDescriptor file() {
        var options = MethodOptions.newBuilder()
                .setExtension(
                        AnnotationsProto.http,
                        HttpRule.newBuilder().setPost("/echo").setBody("*").build());
        String type = "." + AttributeContext.getDescriptor().getFullName();
        var method = MethodDescriptorProto.newBuilder()
                .setName("Echo")
                .setInputType(type)
                .setOutputType(type)
                .setOptions(options);
        var proto = FileDescriptorProto.newBuilder()
                .setName("bench/echo.proto")
                .setPackage("bench")
                .setSyntax("proto3")
                .addDependency(AttributeContextProto.getDescriptor().getName())
                .addDependency(AnnotationsProto.getDescriptor().getName())
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Echo")
                        .addMethod(method)
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Repeat")
                                .setInputType(type)
                                .setOutputType(type)
                                .setServerStreaming(true)))
                .build();
        try {
            return FileDescriptor.buildFrom(
                    proto,
                    new FileDescriptor[] {AttributeContextProto.getDescriptor(), AnnotationsProto.getDescriptor()});
        } catch (DescriptorValidationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The file and all that it imports. */
    static FileDescriptorSet compiled() {
        var files = new LinkedHashMap<String, FileDescriptorProto>();
        collect(FILE, files);
        return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
    }

    private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
        file.getDependencies().forEach(imported -> collect(imported, files));
        files.put(file.getName(), file.toProto());
    }

    static <T> MethodDescriptor<T, T> method(Marshaller<T> messages) {
        return method(messages, MethodType.UNARY, "Echo");
    }

    static MethodDescriptor<byte[], byte[]> repeat() {
        return method(BYTES, MethodType.SERVER_STREAMING, "Repeat");
    }

    private static <T> MethodDescriptor<T, T> method(Marshaller<T> messages, MethodType type, String name) {
        return MethodDescriptor.<T, T>newBuilder(messages, messages)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }

    /** Messages as objects: JSON is made of them. */
    static MethodDescriptor<AttributeContext, AttributeContext> typed() {
        return method(ProtoUtils.marshaller(AttributeContext.getDefaultInstance()));
    }

    /** With its descriptor, for who reads annotations. */
    static ServiceDescriptor service(MethodDescriptor<?, ?> method) {
        return ServiceDescriptor.newBuilder(SERVICE)
                .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> FILE)
                .addMethod(method)
                .build();
    }
}
