package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.polyport.grpc.transcoding.BindingFault;
import io.polyport.grpc.transcoding.BodyRule;
import io.polyport.grpc.transcoding.HttpBinding;
import io.polyport.grpc.transcoding.HttpBindings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The services of a schema and their methods. Throws {@link DescribeProblems#TOO_LARGE}. */
public final class ServiceView {
    private final Comments comments = new Comments();
    private final Budget budget = Budget.full();

    private ServiceView() {}

    /** {@code {"services":[{"name"}]}}, with {@code description} and {@code deprecated} where there is something to say. */
    public static JsonObject list(List<ServiceDescriptor> services) {
        var view = new ServiceView();
        var list = new JsonArray();
        services.forEach(service -> list.add(view.service(service)));
        return new JsonObject().put("services", list);
    }

    /**
     * {@code {"name","methods":[{"name","kind","input","output","http":[{"method","path","body","responseBody"}]}]}}; what
     * is wrong with an annotation stands in {@code httpFaults} of its method.
     */
    public static JsonObject of(ServiceDescriptor service, HttpBindings bindings) {
        var view = new ServiceView();
        var methods = new JsonArray();
        Map<MethodDescriptor, List<HttpBinding>> http =
                bindings.all().stream().collect(Collectors.groupingBy(HttpBinding::method));
        Map<String, List<BindingFault>> faults = bindings.faults().stream()
                .filter(fault -> fault.service().equals(service.getFullName()))
                .collect(Collectors.groupingBy(BindingFault::method));
        for (MethodDescriptor method : service.getMethods()) {
            methods.add(view.method(
                    method, http.getOrDefault(method, List.of()), faults.getOrDefault(method.getName(), List.of())));
        }
        return view.service(service).put("methods", methods);
    }

    private JsonObject service(ServiceDescriptor service) {
        budget.take(service.getFullName());
        var json = new JsonObject().put("name", service.getFullName());
        return comments.describe(json, service, service.getOptions().getDeprecated(), budget);
    }

    private JsonObject method(MethodDescriptor method, List<HttpBinding> http, List<BindingFault> faults) {
        budget.take(method.getFullName());
        var json = new JsonObject()
                .put("name", method.getName())
                .put("kind", kind(method))
                .put("input", method.getInputType().getFullName())
                .put("output", method.getOutputType().getFullName());
        var own = new JsonArray();
        http.forEach(binding -> own.add(binding(binding)));
        if (!own.isEmpty()) {
            json.put("http", own);
        }
        var wrong = new JsonArray();
        faults.forEach(fault -> wrong.add(fault.words()));
        if (!wrong.isEmpty()) {
            json.put("httpFaults", wrong);
        }
        return comments.describe(json, method, method.getOptions().getDeprecated(), budget);
    }

    private JsonObject binding(HttpBinding binding) {
        budget.take(binding.template().text());
        var json = new JsonObject()
                .put("method", binding.httpMethod())
                .put("path", binding.template().text());
        switch (binding.body()) {
            case BodyRule.Whole() -> json.put("body", "*");
            case BodyRule.OneField one -> json.put("body", one.field().getName());
            case BodyRule.None() -> {}
        }
        binding.responseBody().ifPresent(field -> json.put("responseBody", field.getName()));
        return json;
    }

    /** {@code unary}, {@code server-streaming}, {@code client-streaming} or {@code bidirectional}. */
    static String kind(MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? "bidirectional" : "client-streaming";
        }
        return method.isServerStreaming() ? "server-streaming" : "unary";
    }
}
