package io.polyport.grpc.transcoding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What path and query put into one message, and into the messages in it. */
final class Parameters {
    private final Map<FieldDescriptor, Parameters> nested = new LinkedHashMap<>();
    private final Map<FieldDescriptor, List<JsonScalar>> values = new LinkedHashMap<>();
    private final Map<OneofDescriptor, FieldDescriptor> oneofs = new HashMap<>();
    private final Map<String, FieldDescriptor> names = new HashMap<>();
    private final Map<String, FieldDescriptor> rivals = new HashMap<>();

    /** @throws Unfit when the field has its value already, or another one of its oneof has */
    void add(FieldPath path, JsonScalar value) {
        Parameters in = this;
        for (FieldDescriptor field : path.fields().subList(0, path.fields().size() - 1)) {
            in.claim(field);
            in = in.nested.computeIfAbsent(field, ignored -> new Parameters());
        }
        FieldDescriptor field = path.last();
        in.claim(field);
        var sofar = in.values.computeIfAbsent(field, ignored -> new ArrayList<>());
        if (!sofar.isEmpty() && !field.isRepeated()) {
            throw new Unfit("has its value already, and is not repeated");
        }
        sofar.add(value);
    }

    private void claim(FieldDescriptor field) {
        if (field.equals(names.get(field.getName()))) {
            return;
        }
        OneofDescriptor oneof = field.getRealContainingOneof();
        if (oneof != null) {
            FieldDescriptor other = oneofs.putIfAbsent(oneof, field);
            if (other != null && !other.equals(field)) {
                throw new Unfit("and '" + other.getName() + "' are both of the oneof '" + oneof.getName()
                        + "', which has one field at most");
            }
            for (FieldDescriptor rival : oneof.getFields()) {
                rivals.put(rival.getName(), rival);
                rivals.put(rival.getJsonName(), rival);
            }
        }
        names.put(field.getName(), field);
        names.put(field.getJsonName(), field);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** The field that path or query set, by either of its names. */
    Optional<FieldDescriptor> field(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** What is put into the message of that field; empty when nothing, or its value is given whole. */
    Optional<Parameters> nested(FieldDescriptor field) {
        return Optional.ofNullable(nested.get(field));
    }

    /** The field of that name that can't be set because another one of its oneof is. */
    Optional<FieldDescriptor> rival(String name) {
        return names.containsKey(name) ? Optional.empty() : Optional.ofNullable(rivals.get(name));
    }

    /** Writes every field, but the nested ones that were written already. */
    void write(JsonGenerator json, Set<FieldDescriptor> written) throws IOException {
        for (var value : values.entrySet()) {
            json.writeFieldName(value.getKey().getJsonName());
            write(json, value.getKey(), value.getValue());
        }
        for (var message : nested.entrySet()) {
            if (!written.contains(message.getKey())) {
                json.writeFieldName(message.getKey().getJsonName());
                message.getValue().writeObject(json);
            }
        }
    }

    void writeObject(JsonGenerator json) throws IOException {
        json.writeStartObject();
        write(json, Set.of());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, FieldDescriptor field, List<JsonScalar> list) throws IOException {
        if (!field.isRepeated()) {
            list.getFirst().write(json);
            return;
        }
        json.writeStartArray();
        for (JsonScalar value : list) {
            value.write(json);
        }
        json.writeEndArray();
    }
}
