package io.polyport.gateway.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody wants to do, as the route and the contract say it.
 *
 * @param requiredScope the scope that the contract names for the operation; empty when it names none
 * @param connection the configured connection that the call names; empty when it names none
 * @param opened whether the call names a connection that was opened by a call before ({@code ~…}); those are bound to
 *     their tenant and subject, which is checked elsewhere
 * @param grants what it may need on connections that its path does not show, each with its scope
 * @param publication the publication that the call came by; empty when it came by none
 * @param separators the publication's separators
 */
public record PolicyRequest(
        String service,
        String operation,
        Optional<String> requiredScope,
        Access access,
        Optional<String> connection,
        boolean opened,
        Map<Access, String> grants,
        Optional<String> publication,
        List<Separator> separators) {
    /**
     * One data separator of the call.
     *
     * @param fixed whether the configuration says its value, so that the caller need not know it
     */
    public record Separator(String name, String value, boolean fixed) {}

    private static final String OPENED = "~";

    public PolicyRequest {
        grants = Map.copyOf(grants);
        separators = List.copyOf(separators);
        if (opened && connection.isPresent()) {
            throw new IllegalArgumentException("an opened connection has no configured name");
        }
        if (connection.filter(name -> name.startsWith(OPENED)).isPresent()) {
            throw new IllegalArgumentException("a configured connection's name does not begin with ~");
        }
    }

    /** Of an operation by no publication, that names no connections but the one of its path. */
    public PolicyRequest(
            String service,
            String operation,
            Optional<String> requiredScope,
            Access access,
            Optional<String> connection,
            boolean opened) {
        this(service, operation, requiredScope, access, connection, opened, Map.of(), Optional.empty(), List.of());
    }

    /** The value of a separator; empty when the call has none of this name. */
    Optional<String> separator(String name) {
        return separators.stream()
                .filter(separator -> separator.name().equals(name))
                .map(Separator::value)
                .findFirst();
    }

    Optional<String> connectionName() {
        return opened ? Optional.of(OPENED) : connection;
    }
}
