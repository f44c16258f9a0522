package io.polyport.grpc.connections;

import io.polyport.kit.bus.Opened;
import io.polyport.kit.bus.Principal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A connection that a caller opened (GR-1): its own schema, metadata and server, until it is closed or unused for long. */
public final class OpenedConnection implements Opened {
    private final Principal owner;
    private final Connection connection;
    private final HeldSchemas.Holder holder;

    OpenedConnection(Principal owner, Connection connection, HeldSchemas.Holder holder) {
        this.owner = owner;
        this.connection = connection;
        this.holder = holder;
    }

    Connection connection() {
        return connection;
    }

    /** It holds nothing any more. */
    void end() {
        holder.end();
    }

    @Override
    public String id() {
        return connection.id();
    }

    @Override
    public Principal owner() {
        return owner;
    }

    @Override
    public JsonObject summary() {
        return Connections.summary(connection, "opened");
    }

    /** The server as callers know it. */
    static JsonArray servers(Connection connection) {
        var servers = new JsonArray();
        connection
                .target()
                .authority()
                .ifPresentOrElse(
                        servers::add,
                        () -> connection.target().addresses().forEach(address -> servers.add(address.toString())));
        return servers;
    }
}
