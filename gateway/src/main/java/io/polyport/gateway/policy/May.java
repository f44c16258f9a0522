package io.polyport.gateway.policy;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import java.util.List;
import java.util.Map;

/** What a rule allows. */
public record May(
        @Doc("Services, as patterns.") List<String> services,

        @Doc("Operations as the contract names them, as patterns.") @Default("['*']")
        List<String> operations,

        @Doc("Configured connections, as patterns; ~ stands for those that a caller has opened himself.")
        @Default("['*']")
        List<String> connections,

        @Doc("read, write, command (passing on commands of the far server's own language); neither gives another.")
        @Default("[read]")
        List<Access> access,

        @Doc("Objects (paths, entity sets …) as patterns that the service checks; empty: all.")
        List<String> objects,

        @Doc("contract: the scope that the contract names is needed, too; none: this rule is enough.")
        @Default("contract")
        ScopeRule scopes,

        @Doc("Publications, as patterns; only * allows calls that came by none, too.") @Default("['*']")
        List<String> publications,

        @Doc("Data separators whose values must match these patterns; calls without such a separator are not allowed.")
        Map<String, String> separators) {
    public May {
        services = List.copyOf(services);
        operations = List.copyOf(operations);
        connections = List.copyOf(connections);
        access = List.copyOf(access);
        objects = List.copyOf(objects);
        publications = List.copyOf(publications);
        separators = Map.copyOf(separators);
        require("publications", publications);
        require("services", services);
        require("operations", operations);
        require("connections", connections);
        require("access", access);
        if (objects.stream().anyMatch(String::isBlank)) {
            throw new ConfigFault("objects", "must not hold an empty pattern");
        }
    }

    /** On whatever publication, with whatever separators. */
    public May(
            List<String> services,
            List<String> operations,
            List<String> connections,
            List<Access> access,
            List<String> objects,
            ScopeRule scopes) {
        this(services, operations, connections, access, objects, scopes, List.of("*"), Map.of());
    }

    private static void require(String key, List<?> values) {
        if (values.isEmpty()) {
            throw new ConfigFault(key, "must name at least one; without any the rule allows nothing");
        }
    }

    /** Whether it allows this access in the operation, on whatever connections it names. */
    boolean offers(PolicyRequest request, Access wanted) {
        return Glob.any(services, request.service())
                && Glob.any(operations, request.operation())
                && access.contains(wanted)
                && published(request);
    }

    private boolean published(PolicyRequest request) {
        return Glob.any(publications, request.publication().orElse(""))
                && separators.entrySet().stream()
                        .allMatch(wanted -> request.separator(wanted.getKey())
                                .map(value -> Glob.matches(wanted.getValue(), value))
                                .orElse(false));
    }

    boolean covers(PolicyRequest request) {
        return offers(request, request.access())
                && (request.connectionName().isEmpty()
                        || Glob.any(connections, request.connectionName().get()));
    }
}
