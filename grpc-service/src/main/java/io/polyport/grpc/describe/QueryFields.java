package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.polyport.grpc.transcoding.BodyRule;
import io.polyport.grpc.transcoding.FieldPath;
import io.polyport.grpc.transcoding.HttpBinding;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The query parameters of a binding; those of nested messages to a depth and number that a reader can take in. */
final class QueryFields {
    private static final int MOST = 100;
    private static final int DEEPEST = 3;

    /** A message of messages of messages may have none that can stand in a query, and more than can be looked at. */
    private static final int MOST_LOOKS = 1000;

    private static final Set<String> NO_TEXT = Set.of(
            "google.protobuf.Struct", "google.protobuf.Value", "google.protobuf.ListValue", "google.protobuf.Any");

    private final HttpBinding binding;
    private final Schemas schemas;
    private final Comments comments;
    private final Budget budget;
    private final JsonArray parameters;
    private int left = MOST;
    private int looks = MOST_LOOKS;

    private QueryFields(HttpBinding binding, Schemas schemas, Comments comments, Budget budget, JsonArray parameters) {
        this.binding = binding;
        this.schemas = schemas;
        this.comments = comments;
        this.budget = budget;
        this.parameters = parameters;
    }

    static void add(HttpBinding binding, Schemas schemas, Comments comments, Budget budget, JsonArray parameters) {
        if (!(binding.body() instanceof BodyRule.Whole)) {
            new QueryFields(binding, schemas, comments, budget, parameters)
                    .in(binding.method().getInputType(), List.of());
        }
    }

    private void in(Descriptor message, List<FieldDescriptor> above) {
        for (FieldDescriptor field : message.getFields()) {
            if (left == 0 || looks-- <= 0) {
                return;
            }
            boolean body = above.isEmpty() && binding.body().equals(new BodyRule.OneField(field));
            if (body || field.isMapField()) {
                continue;
            }
            List<FieldDescriptor> way = new ArrayList<>(above);
            way.add(field);
            var path = new FieldPath(way);
            if (isText(field)) {
                parameter(path);
            } else if (isEntered(field, way)) {
                in(field.getMessageType(), way);
            }
        }
    }

    private static boolean isText(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return true;
        }
        String name = field.getMessageType().getFullName();
        return WellKnown.schema(name).isPresent() && !NO_TEXT.contains(name);
    }

    private static boolean isEntered(FieldDescriptor field, List<FieldDescriptor> way) {
        boolean again = way.stream().anyMatch(above -> above.getContainingType().equals(field.getMessageType()));
        return !field.isRepeated()
                && !again
                && way.size() < DEEPEST
                && WellKnown.schema(field.getMessageType().getFullName()).isEmpty();
    }

    private void parameter(FieldPath path) {
        if (binding.fields().contains(path)) {
            return;
        }
        left--;
        String name = path.jsonName();
        budget.take(name);
        var json = new JsonObject().put("name", name).put("in", "query").put("schema", schemas.field(path.last()));
        FieldDescriptor field = path.last();
        parameters.add(comments.describe(json, field, field.getOptions().getDeprecated(), budget));
    }
}
