package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One of a target's servers: its connections, the calls that wait for a place on them, and whether it was reachable. */
final class Server implements Connection.Events {
    /** Connections to one server from one event loop. */
    static final int MOST_CONNECTIONS = 128;

    private final Vertx vertx;
    private final GrpcTarget.Address address;
    private final SocketAddress ip;
    private final Connector connector;
    private final GrpcLimits limits;
    private final Backoff backoff = new Backoff();
    private final List<Connection> connections = new ArrayList<>();
    private final Map<Call, Waiter> waiting = new LinkedHashMap<>();
    private final HealthWatch health;
    private Optional<Connector.Opening> opening = Optional.empty();
    private boolean isRetired;
    private boolean isClosed;
    private boolean isServing = true;
    private int load;

    private record Waiter(Consumer<Throwable> onFailure, long timer) {}

    Server(Vertx vertx, GrpcTarget.Address address, SocketAddress ip, Connector connector, GrpcLimits limits) {
        this.vertx = vertx;
        this.address = address;
        this.ip = ip;
        this.connector = connector;
        this.limits = limits;
        this.health = new HealthWatch(vertx, this, limits);
    }

    /** To be told once, when it is one of the target's. */
    void join() {
        if (limits.health()) {
            health.start();
        }
    }

    GrpcTarget.Address address() {
        return address;
    }

    SocketAddress ip() {
        return ip;
    }

    /** The callers' calls that were given to it and have not ended. */
    int load() {
        return load;
    }

    void loaded(int more) {
        load += more;
    }

    /** Whether it is worth a call: it could be reached the last time, and does not say that it is not serving. */
    boolean isUsable() {
        return isServing && !backoff.isFailing();
    }

    /** Looks whether a server that could not be reached is back, when it is time to; no call has to wait for that. */
    void probe() {
        if (backoff.isFailing() && backoff.isOver() && opening.isEmpty() && !isClosed) {
            open();
        }
    }

    void serving(boolean says) {
        isServing = says;
    }

    /** The address as it was given, and the IP address behind a name. */
    @Override
    public String toString() {
        String shown = address.toString();
        return ip.hostAddress() == null || ip.hostAddress().equals(address.host())
                ? shown
                : shown + " (" + ip.hostAddress() + ")";
    }

    /** Gives the call a stream as soon as there is a place; {@code onFailure} when there can't be a connection. */
    void enter(Call call, Consumer<Throwable> onFailure) {
        var free = free();
        if (free.isPresent()) {
            free.get().begin(call);
            return;
        }
        long patience = limits.connectTimeout().toMillis() + 1000;
        long timer = vertx.setTimer(patience, late -> failed(call, new ConnectFaults.NoPlace()));
        waiting.put(call, new Waiter(onFailure, timer));
        openIfWanted();
    }

    /** The call needs this server no more. */
    void leave(Call call) {
        var waiter = waiting.remove(call);
        if (waiter != null) {
            vertx.cancelTimer(waiter.timer());
        }
    }

    private void failed(Call call, Throwable why) {
        var waiter = waiting.remove(call);
        if (waiter != null) {
            vertx.cancelTimer(waiter.timer());
            waiter.onFailure().accept(why);
        }
    }

    private Optional<Connection> free() {
        return connections.stream().filter(Connection::hasPlace).min(Comparator.comparingInt(Connection::calls));
    }

    /** An empty connection without a place is one whose server allows no calls now: another one would not help. */
    private void openIfWanted() {
        if (waiting.isEmpty()
                || opening.isPresent()
                || isClosed
                || connections.size() >= MOST_CONNECTIONS
                || connections.stream().anyMatch(connection -> connection.calls() == 0)) {
            return;
        }
        open();
    }

    private void open() {
        var begun = connector.open(ip, address);
        opening = Optional.of(begun);
        begun.connection().onComplete(opened -> {
            opening = Optional.empty();
            if (opened.succeeded()) {
                opened(opened.result());
            } else {
                backoff.failed();
                notOpened(opened.cause());
            }
        });
    }

    private void opened(Connection connection) {
        if (isClosed) {
            connection.close();
            return;
        }
        backoff.succeeded();
        connections.add(connection);
        connection.ownedBy(this);
        serve();
        if (isRetired) {
            // Nobody else would ever close it.
            connection.leave();
        }
    }

    /** Who waits for a second connection goes on waiting for a place on the first. */
    private void notOpened(Throwable why) {
        if (connections.isEmpty()) {
            List.copyOf(waiting.keySet()).forEach(call -> failed(call, why));
        }
    }

    private void serve() {
        while (!waiting.isEmpty()) {
            var free = free();
            if (free.isEmpty()) {
                break;
            }
            var next = waiting.entrySet().iterator().next();
            waiting.remove(next.getKey());
            vertx.cancelTimer(next.getValue().timer());
            free.get().begin(next.getKey());
        }
        openIfWanted();
    }

    @Override
    public void onLeaving(Connection connection) {
        connections.remove(connection);
        vertx.runOnContext(turn -> serve());
    }

    @Override
    public void onFreed(Connection connection) {
        if (!waiting.isEmpty()) {
            vertx.runOnContext(turn -> serve());
        }
    }

    /** It is none of the target's any more: calls under way end as they do, and then its connections close. */
    void retire() {
        isRetired = true;
        health.close();
        List.copyOf(connections).forEach(Connection::leave);
    }

    Future<Void> close() {
        isClosed = true;
        health.close();
        opening.ifPresent(Connector.Opening::giveUp);
        return Future.join(
                        List.copyOf(connections).stream().map(Connection::close).toList())
                .mapEmpty();
    }
}
