package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * One way to call a method over HTTP.
 *
 * @param httpMethod {@code GET} …, the kind of a custom pattern, or {@code *} for any
 * @param fields those of the template's variables, in their order
 * @param responseBody the field of the answer that is shown in its place
 */
public record HttpBinding(
        MethodDescriptor method,
        String httpMethod,
        PathTemplate template,
        List<FieldPath> fields,
        BodyRule body,
        Optional<FieldDescriptor> responseBody) {
    /** The {@link #httpMethod()} that takes every method. */
    public static final String ANY = "*";

    public HttpBinding {
        fields = List.copyOf(fields);
    }

    /** Whether the body of a request is a {@code google.api.HttpBody}: any bytes, and not JSON. */
    public boolean takesRawBody() {
        return !method.isClientStreaming()
                && switch (body) {
                    case BodyRule.None() -> false;
                    case BodyRule.Whole() -> RawBody.is(method.getInputType());
                    case BodyRule.OneField(var field) -> isRaw(field);
                };
    }

    /** Whether the body of the answer is a {@code google.api.HttpBody}: any bytes, and not JSON. */
    public boolean answersRawBody() {
        return !method.isServerStreaming()
                && responseBody.map(HttpBinding::isRaw).orElseGet(() -> RawBody.is(method.getOutputType()));
    }

    private static boolean isRaw(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && RawBody.is(field.getMessageType());
    }
}
