package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.FieldDescriptor;

/** What the body of a request is. */
public sealed interface BodyRule {
    /** There is none: what the path does not bind comes in the query. */
    record None() implements BodyRule {}

    /** {@code body: "*"}: the message, without what the path binds; nothing comes in the query. */
    record Whole() implements BodyRule {}

    /** {@code body: "book"}: that field; the others come in the query. */
    record OneField(FieldDescriptor field) implements BodyRule {}
}
