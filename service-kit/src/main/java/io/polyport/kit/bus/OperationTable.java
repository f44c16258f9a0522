package io.polyport.kit.bus;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a service can do: the contract's operation ids, each with the code that carries it out. */
public final class OperationTable {
    private final Map<String, Operation> operations = new TreeMap<>();

    public OperationTable with(String operationId, Operation operation) {
        if (operations.putIfAbsent(operationId, operation) != null) {
            throw new IllegalArgumentException("operation '" + operationId + "' is there already");
        }
        return this;
    }

    public Optional<Operation> find(String operationId) {
        return Optional.ofNullable(operations.get(operationId));
    }

    public Set<String> ids() {
        return Set.copyOf(operations.keySet());
    }
}
