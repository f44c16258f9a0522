package io.polyport.gateway.route;

import io.polyport.gateway.policy.Access;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of one contract. A template's segments are literals, parameters ({@code {name}}), parameters with a verb
 * ({@code {name}:run}), and at the end a parameter that takes the whole rest, slashes included ({@code x-polyport-rest}
 * in the contract). Literals win over verbs, verbs over parameters, parameters over rests.
 */
final class RouteTable {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "options");

    private final Node root = new Node();
    private final Set<String> operations = new HashSet<>();

    /** What a path matched: the routes by method, and the raw values of the parameters. */
    record Match(Map<String, Route> routes, Map<String, String> arguments) {
        Optional<Route> route(String method) {
            Route exact = routes.get(method);
            return Optional.ofNullable(exact == null && method.equals("HEAD") ? routes.get("GET") : exact);
        }

        /** What the header Allow has to say. */
        String allow() {
            var methods = new TreeSet<>(routes.keySet());
            methods.remove(Route.WEBSOCKET);
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            methods.add("OPTIONS");
            return String.join(", ", methods);
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Parameter> verbs = new HashMap<>();
        private Parameter parameter;
        private Parameter rest;
        private final Map<String, Route> routes = new HashMap<>();
    }

    private record Parameter(String name, Node next) {}

    /** @throws IllegalArgumentException when the contract can't be routed by; the text says why */
    static RouteTable of(JsonObject contract) {
        var table = new RouteTable();
        JsonObject paths = contract.getJsonObject("paths", new JsonObject());
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    table.add(
                            path, method, item.getJsonArray("parameters", new JsonArray()), item.getJsonObject(method));
                }
            }
        }
        return table;
    }

    boolean has(String operationId) {
        return operations.contains(operationId);
    }

    private void add(String path, String method, JsonArray shared, JsonObject operation) {
        Map<String, JsonObject> parameters = new HashMap<>();
        for (JsonArray list : List.of(shared, operation.getJsonArray("parameters", new JsonArray()))) {
            list.forEach(each -> {
                JsonObject parameter = (JsonObject) each;
                parameters.put(parameter.getString("in") + ":" + parameter.getString("name"), parameter);
            });
        }
        Node node = root;
        for (String segment : path.substring(1).split("/", -1)) {
            node = path.equals("/") ? node : step(node, segment, parameters);
        }
        String upper = method.toUpperCase(java.util.Locale.ROOT);
        Route route = route(upper, operation, parameters);
        put(node, upper, route, path);
        if (route.webSocket()) {
            put(node, Route.WEBSOCKET, route, path);
        }
        operations.add(route.operationId());
    }

    private static void put(Node node, String method, Route route, String path) {
        if (node.routes.putIfAbsent(method, route) != null) {
            throw new IllegalArgumentException("two operations for " + method + " " + path);
        }
    }

    private static Node step(Node node, String segment, Map<String, JsonObject> parameters) {
        if (!segment.startsWith("{")) {
            return node.literals.computeIfAbsent(segment, ignored -> new Node());
        }
        int close = segment.indexOf('}');
        String name = segment.substring(1, close);
        String verb = segment.substring(close + 1);
        JsonObject declared = parameters.get("path:" + name);
        if (declared != null && declared.getBoolean("x-polyport-rest", false)) {
            node.rest = node.rest == null ? new Parameter(name, new Node()) : node.rest;
            return node.rest.next;
        }
        if (!verb.isEmpty()) {
            return node.verbs.computeIfAbsent(verb, ignored -> new Parameter(name, new Node())).next;
        }
        node.parameter = node.parameter == null ? new Parameter(name, new Node()) : node.parameter;
        if (!node.parameter.name.equals(name)) {
            throw new IllegalArgumentException(
                    "one place in a path has two names: {" + name + "} and {" + node.parameter.name + "}");
        }
        return node.parameter.next;
    }

    private static Route route(String method, JsonObject operation, Map<String, JsonObject> parameters) {
        List<String> scopes = new ArrayList<>();
        operation
                .getJsonArray("security", new JsonArray())
                .forEach(each -> ((JsonObject) each)
                        .forEach(scheme ->
                                ((JsonArray) scheme.getValue()).forEach(scope -> scopes.add((String) scope))));
        Set<String> opened = new HashSet<>();
        Set<String> headers = new HashSet<>();
        Optional<String> connection = Optional.empty();
        for (JsonObject parameter : parameters.values()) {
            String name = parameter.getString("name");
            if (parameter.getBoolean("x-polyport-opened", false)) {
                opened.add(name);
            }
            if (parameter.getBoolean("x-polyport-connection", false)) {
                connection = Optional.of(name);
            }
            if (parameter.getString("in").equals("header")) {
                headers.add(name.toLowerCase(java.util.Locale.ROOT));
            }
        }
        boolean reads = method.equals("GET") || method.equals("OPTIONS");
        return new Route(
                operation.getString("operationId"),
                method,
                List.copyOf(scopes),
                operation.getBoolean("x-polyport-streams", false),
                !operation.getBoolean("x-polyport-reads", reads),
                operation.getBoolean("x-polyport-commands", false),
                grants(operation.getJsonObject("x-polyport-grants", new JsonObject())),
                seconds(operation, "x-polyport-timeout-seconds"),
                seconds(operation, "x-polyport-idle-seconds"),
                operation.getBoolean("x-polyport-websocket", false),
                Set.copyOf(opened),
                connection,
                Set.copyOf(headers));
    }

    private static Optional<Duration> seconds(JsonObject operation, String word) {
        return Optional.ofNullable(operation.getInteger(word)).map(Duration::ofSeconds);
    }

    private static Map<Access, String> grants(JsonObject declared) {
        Map<Access, String> grants = new EnumMap<>(Access.class);
        declared.forEach(each ->
                grants.put(Access.valueOf(each.getKey().toUpperCase(java.util.Locale.ROOT)), (String) each.getValue()));
        return grants;
    }

    /** Looks a path up from the segment behind the service's prefix on; fails with {@code gateway.bad-path}. */
    Optional<Match> find(RawPath path, int from) {
        Map<String, String> arguments = new HashMap<>();
        Node node = walk(root, path, from, arguments);
        return node == null ? Optional.empty() : Optional.of(new Match(node.routes, arguments));
    }

    private static Node walk(Node node, RawPath path, int at, Map<String, String> arguments) {
        if (at == path.size()) {
            return node.routes.isEmpty() ? restOf(node, "", arguments) : node;
        }
        boolean last = at == path.size() - 1;
        if (last && path.raw(at).isEmpty() && !node.routes.isEmpty() && node.rest == null) {
            return node;
        }
        boolean chooses = !node.literals.isEmpty() || !node.verbs.isEmpty() || node.parameter != null;
        if (chooses) {
            Node found = choose(node, path, at, arguments);
            if (found != null) {
                return found;
            }
        }
        return restOf(node, path.rest(at), arguments);
    }

    private static Node choose(Node node, RawPath path, int at, Map<String, String> arguments) {
        String segment;
        try {
            segment = path.decoded(at);
        } catch (ProblemException badSegment) {
            if (node.rest != null) {
                return null;
            }
            throw badSegment;
        }
        Node literal = node.literals.get(segment);
        if (literal != null) {
            Node found = walk(literal, path, at + 1, arguments);
            if (found != null) {
                return found;
            }
        }
        for (var verb : node.verbs.entrySet()) {
            if (segment.endsWith(verb.getKey())
                    && segment.length() > verb.getKey().length()) {
                String value =
                        segment.substring(0, segment.length() - verb.getKey().length());
                Node found = take(verb.getValue(), value, path, at, arguments);
                if (found != null) {
                    return found;
                }
            }
        }
        return node.parameter == null ? null : take(node.parameter, segment, path, at, arguments);
    }

    private static Node take(Parameter parameter, String value, RawPath path, int at, Map<String, String> arguments) {
        Node found = walk(parameter.next, path, at + 1, arguments);
        if (found != null) {
            arguments.put(parameter.name, value);
        }
        return found;
    }

    private static Node restOf(Node node, String rest, Map<String, String> arguments) {
        if (node.rest == null) {
            return null;
        }
        arguments.put(node.rest.name, rest);
        return node.rest.next;
    }
}
