package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.polyport.grpc.transcoding.HttpBinding;
import io.polyport.grpc.transcoding.PathTemplate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The path of a binding as OpenAPI has paths. There a parameter is one segment; a variable of several becomes its literals
 * and one parameter for each wildcard, {@code /shelves/{name.1}}, by the index of its segment.
 */
final class HttpPath {
    private static final String PLAIN =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** @param field whose value it is; empty when it is a part of one only, or of none */
    private record Parameter(String name, Optional<FieldDescriptor> field, String description) {}

    private final HttpBinding binding;
    private final List<Parameter> parameters = new ArrayList<>();

    HttpPath(HttpBinding binding) {
        this.binding = binding;
        List<PathTemplate.Segment> segments = binding.template().segments();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).kind() != PathTemplate.Kind.LITERAL) {
                parameters.add(parameter(i, segments.get(i).kind()));
            }
        }
    }

    private Parameter parameter(int index, PathTemplate.Kind kind) {
        String more = kind == PathTemplate.Kind.REST ? "Any number of segments, divided by slashes." : "";
        List<PathTemplate.Variable> variables = binding.template().variables();
        for (int i = 0; i < variables.size(); i++) {
            PathTemplate.Variable variable = variables.get(i);
            if (variable.from() <= index && index < variable.to()) {
                boolean whole = variable.to() == variable.from() + 1;
                return whole
                        ? new Parameter(
                                variable.name(),
                                Optional.of(binding.fields().get(i).last()),
                                more)
                        : new Parameter(variable.name() + "." + index, Optional.empty(), more);
            }
        }
        return new Parameter("segment." + index, Optional.empty(), more);
    }

    List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    /** The path with these names for its parameters: two paths that differ in names only are one to OpenAPI. */
    String path(List<String> names) {
        var path = new StringBuilder();
        int next = 0;
        for (PathTemplate.Segment segment : binding.template().segments()) {
            path.append('/');
            if (segment.kind() == PathTemplate.Kind.LITERAL) {
                path.append(encoded(segment.text()));
            } else {
                path.append('{').append(names.get(next++)).append('}');
            }
        }
        if (path.isEmpty()) {
            path.append('/');
        }
        String verb = binding.template().verb();
        return verb.isEmpty() ? path.toString() : path + ":" + encoded(verb);
    }

    String shape() {
        return path(parameters.stream().map(ignored -> "").toList());
    }

    JsonArray parameters(List<String> names, Schemas schemas) {
        var list = new JsonArray();
        for (int i = 0; i < names.size(); i++) {
            Parameter parameter = parameters.get(i);
            var json = new JsonObject()
                    .put("name", names.get(i))
                    .put("in", "path")
                    .put("required", true)
                    .put("schema", parameter.field().map(schemas::field).orElseGet(() -> WellKnown.type("string")));
            String field = names.get(i).equals(parameter.name()) ? "" : "Here: " + parameter.name() + ". ";
            String description = (field + parameter.description()).strip();
            list.add(description.isEmpty() ? json : json.put("description", description));
        }
        return list;
    }

    private static String encoded(String text) {
        var path = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = octet > 0 && PLAIN.indexOf(octet) >= 0;
            if (plain) {
                path.append((char) octet);
            } else {
                path.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return path.toString();
    }
}
