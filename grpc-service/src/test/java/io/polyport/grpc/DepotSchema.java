package io.polyport.grpc;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@link Depot}'s messages look like. */
final class DepotSchema {
    private static final String TEXT = """
            name: "depot.proto" package: "polyport.test" syntax: "proto3" dependency: "google/api/annotations.proto"
            message_type { name: "Word" field { name: "text" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL } }
            message_type { name: "Parcel" field { name: "data" number: 1 type: TYPE_BYTES label: LABEL_OPTIONAL } }
            service {
              name: "Depot"
              method {
                name: "Echo" input_type: ".polyport.test.Word" output_type: ".polyport.test.Word"
                options { [google.api.http] {
                  get: "/v1/echo/{text}"
                  additional_bindings { put: "/v1/echo" body: "*" }
                  additional_bindings { post: "/v1/echo" body: "*" }
                  additional_bindings { patch: "/v1/echo" body: "*" }
                  additional_bindings { delete: "/v1/echo/{text}" }
                } }
              }
              method {
                name: "Give" server_streaming: true
                input_type: ".polyport.test.Word" output_type: ".polyport.test.Parcel"
              }
              method {
                name: "Keep" client_streaming: true
                input_type: ".polyport.test.Parcel" output_type: ".polyport.test.Word"
              }
              method { name: "Key" input_type: ".polyport.test.Word" output_type: ".polyport.test.Word" }
              method { name: "Silent" input_type: ".polyport.test.Word" output_type: ".polyport.test.Word" }
              method { name: "Two" input_type: ".polyport.test.Word" output_type: ".polyport.test.Word" }
              method { name: "None" input_type: ".polyport.test.Word" output_type: ".polyport.test.Word" }
              method { name: "Odd" input_type: ".polyport.test.Word" output_type: ".polyport.test.Word" }
              method {
                name: "Early" client_streaming: true server_streaming: true
                input_type: ".polyport.test.Word" output_type: ".polyport.test.Word"
              }
              method {
                name: "Count" client_streaming: true
                input_type: ".polyport.test.Word" output_type: ".polyport.test.Word"
              }
              method {
                name: "Chat" client_streaming: true server_streaming: true
                input_type: ".polyport.test.Word" output_type: ".polyport.test.Word"
              }
            }
            """;

    private DepotSchema() {}

    /** A descriptor set. */
    static byte[] bytes() {
        var extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        var file = FileDescriptorProto.newBuilder();
        try {
            TextFormat.merge(TEXT, extensions, file);
            return FileDescriptorSet.newBuilder().addFile(file).build().toByteArray();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** The set in a file of its own. */
    static Path write() {
        try {
            Path written = Files.createTempFile("depot", ".binpb");
            written.toFile().deleteOnExit();
            return Files.write(written, bytes());
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
