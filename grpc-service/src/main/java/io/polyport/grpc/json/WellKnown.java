package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;
import java.util.stream.Collectors;

/** The types of Google that have a JSON form of their own. */
enum WellKnown {
    NONE,
    ANY,
    TIMESTAMP,
    DURATION,
    FIELD_MASK,
    STRUCT,
    VALUE,
    LIST_VALUE,
    WRAPPER;

    private record Known(WellKnown form, String fields) {}

    private static final Map<String, Known> KNOWN = Map.ofEntries(
            Map.entry("google.protobuf.Any", new Known(ANY, "1STRING 2BYTES")),
            Map.entry("google.protobuf.Timestamp", new Known(TIMESTAMP, "1INT64 2INT32")),
            Map.entry("google.protobuf.Duration", new Known(DURATION, "1INT64 2INT32")),
            Map.entry("google.protobuf.FieldMask", new Known(FIELD_MASK, "1STRING*")),
            Map.entry("google.protobuf.Struct", new Known(STRUCT, "1MESSAGE*")),
            Map.entry("google.protobuf.Value", new Known(VALUE, "1ENUM 2DOUBLE 3STRING 4BOOL 5MESSAGE 6MESSAGE")),
            Map.entry("google.protobuf.ListValue", new Known(LIST_VALUE, "1MESSAGE*")),
            Map.entry("google.protobuf.BoolValue", new Known(WRAPPER, "1BOOL")),
            Map.entry("google.protobuf.Int32Value", new Known(WRAPPER, "1INT32")),
            Map.entry("google.protobuf.UInt32Value", new Known(WRAPPER, "1UINT32")),
            Map.entry("google.protobuf.Int64Value", new Known(WRAPPER, "1INT64")),
            Map.entry("google.protobuf.UInt64Value", new Known(WRAPPER, "1UINT64")),
            Map.entry("google.protobuf.FloatValue", new Known(WRAPPER, "1FLOAT")),
            Map.entry("google.protobuf.DoubleValue", new Known(WRAPPER, "1DOUBLE")),
            Map.entry("google.protobuf.StringValue", new Known(WRAPPER, "1STRING")),
            Map.entry("google.protobuf.BytesValue", new Known(WRAPPER, "1BYTES")));

    /** By name and fields: somebody's own message of such a name, with other fields, is a message as any other. */
    static WellKnown of(Descriptor type) {
        Known known = KNOWN.get(type.getFullName());
        return known != null && known.fields.equals(fields(type)) ? known.form : NONE;
    }

    private static String fields(Descriptor type) {
        return type.getFields().stream().map(WellKnown::say).collect(Collectors.joining(" "));
    }

    private static String say(FieldDescriptor field) {
        return field.getNumber() + field.getType().name() + (field.isRepeated() ? "*" : "");
    }
}
