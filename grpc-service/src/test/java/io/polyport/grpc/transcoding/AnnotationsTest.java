package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnnotationsTest {
    private static final FileDescriptorProto FILE = ProtoSource.parse("""
            syntax = "proto3"; package t; message R { string a = 1; }
            service S { rpc M(R) returns (R) { [google.api.http] { get: "/x/{a}" } } rpc Plain(R) returns (R); }
            """);

    private static HttpBindings linked(FileDescriptorProto file) {
        try {
            return HttpBindings.of(
                    FileDescriptor.buildFrom(file, new FileDescriptor[0], false).getServices());
        } catch (DescriptorValidationException invalid) {
            throw new AssertionError(invalid);
        }
    }

    private static FileDescriptorProto read(ExtensionRegistry registry) {
        try {
            return FileDescriptorProto.parseFrom(FILE.toByteString(), registry);
        } catch (InvalidProtocolBufferException invalid) {
            throw new AssertionError(invalid);
        }
    }

    @Test
    @DisplayName(
            "GR-29: annotations are found whether the schema was read with the extension, with a dynamic one, or without")
    void everyWay() {
        var generated = ExtensionRegistry.newInstance();
        generated.add(AnnotationsProto.http);
        var dynamic = ExtensionRegistry.newInstance();
        dynamic.add(
                AnnotationsProto.http.getDescriptor(),
                DynamicMessage.getDefaultInstance(
                        AnnotationsProto.http.getDescriptor().getMessageType()));
        for (ExtensionRegistry registry :
                new ExtensionRegistry[] {ExtensionRegistry.getEmptyRegistry(), generated, dynamic}) {
            var bindings = linked(read(registry));
            assertThat(bindings.all()).hasSize(1);
            assertThat(bindings.find("GET", "/x/1").method().getName()).isEqualTo("M");
        }
    }

    @Test
    @DisplayName("an annotation that is no HttpRule is told, not thrown")
    void garbage() {
        var options = UnknownFieldSet.newBuilder()
                .addField(
                        AnnotationsProto.HTTP_FIELD_NUMBER,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(com.google.protobuf.ByteString.copyFromUtf8("\u0012\u007fx"))
                                .build())
                .build();
        var file = FILE.toBuilder();
        file.getServiceBuilder(0).getMethodBuilder(1).getOptionsBuilder().setUnknownFields(options);
        var bindings = linked(file.build());
        assertThat(bindings.faults()).extracting(BindingFault::method).containsExactly("Plain");
        assertThat(bindings.all()).hasSize(1);
    }

    @Test
    @DisplayName(
            "somebody's own message under the name of one of Google's, with other fields, is a message as any other")
    void ownStringValue() {
        var rest = new Rest(ProtoSource.link("""
                syntax = "proto3"; package google.protobuf; message StringValue { string text = 2; } message Timestamp {}
                message R { StringValue a = 1; Timestamp t = 2; }
                service S { rpc Bad(R) returns (R) { [google.api.http] { get: "/x/{a}" } }
                  rpc Good(R) returns (R) { [google.api.http] { get: "/y/{a.text}" } } }
                """));
        assertThat(rest.bindings().faults())
                .hasSize(1)
                .first()
                .satisfies(fault -> assertThat(fault.words()).contains("is a message"));
        assertThat(rest.json("GET", "/y/z", "")).isEqualTo("{\"a\":{\"text\":\"z\"}}");
        assertThat(rest.faultyFields("GET", "/y/z?t=1", "")).containsExactly("query:t");
    }
}
