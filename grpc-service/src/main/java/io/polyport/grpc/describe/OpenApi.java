package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.polyport.grpc.transcoding.BodyRule;
import io.polyport.grpc.transcoding.HttpBinding;
import io.polyport.grpc.transcoding.HttpBindings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The OpenAPI 3.1 document of a connection's methods: below {@code /call} each one, below {@code /http} the annotated
 * paths. May take some 100 ms for large schemas: not for an event loop.
 */
public final class OpenApi {
    /** Those that the service's contract has; a custom pattern may have any. */
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Comments comments = Comments.inMarkdown();
    private final Budget budget = Budget.full();
    private final Schemas schemas = new Schemas("#/components/schemas/", comments, budget);
    private final Contents contents = new Contents(schemas);
    private final JsonObject paths = new JsonObject();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<MethodDescriptor, Integer> counts = new HashMap<>();
    private final String prefix;

    private OpenApi(String prefix) {
        this.prefix = prefix;
    }

    /**
     * @param title of the document
     * @param prefix of all paths, up to the connection's name or id: {@code /api/v1/grpc/demo}
     * @throws io.polyport.kit.problem.ProblemException {@link DescribeProblems#TOO_LARGE}
     */
    public static JsonObject of(String title, String prefix, List<ServiceDescriptor> services, HttpBindings bindings) {
        var document = new OpenApi(prefix);
        var tags = new JsonArray();
        for (ServiceDescriptor service : services) {
            var tag = new JsonObject().put("name", service.getFullName());
            tags.add(document.comments.describe(tag, service, false, document.budget));
            service.getMethods().forEach(document::call);
        }
        bindings.all().forEach(document::http);
        return new JsonObject()
                .put("openapi", "3.1.0")
                .put("info", new JsonObject().put("title", title).put("version", "1"))
                .put("tags", tags)
                .put("paths", document.paths)
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", Contents.own().mergeIn(document.schemas.made()))
                                .put("securitySchemes", new JsonObject().put("bearer", bearer())));
    }

    private static JsonObject bearer() {
        return new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
    }

    private void call(MethodDescriptor method) {
        var operation = operation(method, method.getFullName(), "grpc:write")
                .put(
                        "requestBody",
                        new JsonObject()
                                .put("required", true)
                                .put("content", contents.request(method, schemas.ref(method.getInputType()))))
                .put("responses", contents.responses(method, schemas.ref(method.getOutputType())));
        String path = prefix + "/call/" + method.getService().getFullName() + "/" + method.getName();
        paths.put(path, new JsonObject().put("post", operation));
    }

    private void http(HttpBinding binding) {
        if (!METHODS.contains(binding.httpMethod())) {
            return;
        }
        var path = new HttpPath(binding);
        List<String> parameterNames = names.computeIfAbsent(path.shape(), ignored -> path.names());
        String key = prefix + "/http" + path.path(parameterNames);
        var item = paths.getJsonObject(key, new JsonObject());
        String httpMethod = binding.httpMethod().toLowerCase(Locale.ROOT);
        if (item.containsKey(httpMethod)) {
            return;
        }
        budget.take(key);
        MethodDescriptor method = binding.method();
        int count = counts.merge(method, 1, Integer::sum);
        String scope = READING.contains(binding.httpMethod()) ? "grpc:read" : "grpc:write";
        var operation = operation(method, method.getFullName() + ".http" + count, scope);
        var parameters = path.parameters(parameterNames, schemas);
        QueryFields.add(binding, schemas, comments, budget, parameters);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        body(binding, operation);
        operation.put("responses", answer(binding));
        paths.put(key, item.put(httpMethod, operation));
    }

    private JsonObject answer(HttpBinding binding) {
        if (binding.answersRawBody()) {
            return contents.responses(Contents.raw());
        }
        JsonObject message = binding.responseBody()
                .map(schemas::field)
                .orElseGet(() -> schemas.ref(binding.method().getOutputType()));
        return contents.responses(binding.method(), message);
    }

    private void body(HttpBinding binding, JsonObject operation) {
        if (binding.takesRawBody()) {
            operation.put("requestBody", new JsonObject().put("content", Contents.raw()));
            return;
        }
        switch (binding.body()) {
            case BodyRule.None() -> {}
            case BodyRule.Whole() -> {
                // Without what the path carries: nothing of the message's schema is required here.
                var content = contents.request(
                        binding.method(), schemas.ref(binding.method().getInputType()));
                operation.put("requestBody", new JsonObject().put("content", content));
            }
            case BodyRule.OneField(var field) ->
                operation.put(
                        "requestBody",
                        new JsonObject().put("content", contents.request(binding.method(), schemas.field(field))));
        }
    }

    private JsonObject operation(MethodDescriptor method, String id, String scope) {
        budget.takeOperation(id + id);
        String kind = ServiceView.kind(method);
        var operation = new JsonObject()
                .put("operationId", id)
                .put("tags", new JsonArray().add(method.getService().getFullName()))
                .put("summary", method.getName() + " (" + kind + ")")
                .put("security", new JsonArray().add(new JsonObject().put("bearer", new JsonArray().add(scope))));
        return comments.describe(operation, method, method.getOptions().getDeprecated(), budget);
    }
}
