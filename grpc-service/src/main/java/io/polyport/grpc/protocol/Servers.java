package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The servers of one target, among which calls are spread; goes when it was not used for long. */
final class Servers {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final GrpcTarget target;
    private final TlsContexts tls;
    private final Names names;
    private final Runnable onUnused;
    private final Set<Place> places = new HashSet<>();
    private final List<Server> servers = new ArrayList<>();
    private Future<Connector> connector;
    private long timer = NO_TIMER;
    private long usedAt;
    private int next;
    private boolean isLeft;
    private boolean isClosed;

    Servers(Vertx vertx, GrpcTarget target, TlsContexts tls, Names names, Runnable onUnused) {
        this.vertx = vertx;
        this.target = target;
        this.tls = tls;
        this.names = names;
        this.onUnused = onUnused;
        names.onDenied(this::endDenied);
    }

    boolean isClosed() {
        return isClosed;
    }

    void place(Call call) {
        isLeft = false;
        var place = new Place(this, call);
        places.add(place);
        call.placedBy(place);
        found(names::current).onComplete(ready -> {
            if (ready.succeeded()) {
                place.go();
            } else {
                call.abandon(GrpcStatus.local(GrpcCode.UNAVAILABLE, words(ready.cause())));
            }
        });
    }

    private static String words(Throwable failure) {
        return failure instanceof ProblemException problem ? problem.problem().detail() : failure.getMessage();
    }

    private Future<Connector> connector() {
        if (connector == null || connector.failed()) {
            connector = protection().map(usable -> new Connector(vertx, target, this::protection));
        }
        return connector;
    }

    private Future<Optional<ClientSSLOptions>> protection() {
        return target.tls()
                .map(wanted -> tls.of(vertx, wanted).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Void> found(Supplier<Future<List<Names.Found>>> asked) {
        return connector()
                .compose(ready -> asked.get().map(found -> {
                    if (!isClosed) {
                        take(found, ready);
                    }
                    return null;
                }));
    }

    /** Completes when the names have been looked up once more, however that went. */
    Future<Void> renewed() {
        return found(names::renewed).otherwiseEmpty();
    }

    /** Those that are known already stay, with their connections. */
    private void take(List<Names.Found> found, Connector ready) {
        if (found.size() == servers.size()
                && servers.stream()
                        .allMatch(server ->
                                found.stream().anyMatch(one -> one.ip().equals(server.ip())))) {
            return;
        }
        for (var one : found) {
            if (servers.stream().noneMatch(server -> server.ip().equals(one.ip()))) {
                var server = new Server(vertx, one.address(), one.ip(), ready, target.limits());
                servers.add(server);
                server.join();
            }
        }
        for (var server : List.copyOf(servers)) {
            if (found.stream().noneMatch(one -> one.ip().equals(server.ip()))) {
                servers.remove(server);
                server.retire();
            }
        }
    }

    /** Their calls end with them: nobody knows any more whom such a name means. */
    private void endDenied() {
        for (var server : List.copyOf(servers)) {
            if (names.isDenied(server.address())) {
                servers.remove(server);
                server.close();
            }
        }
    }

    /**
     * The one with the least calls under way, in turn among equals. Those that seem bad come last, but come: to be wrong about
     * them is worse than to try.
     */
    Optional<Server> best(Set<Server> tried) {
        servers.forEach(Server::probe);
        return inTurn(servers, next++).stream()
                .filter(server -> !tried.contains(server))
                .min(Comparator.comparing((Server server) -> !server.isUsable()).thenComparingInt(Server::load));
    }

    /** All of them, another one first each time; the number may run over. */
    static <T> List<T> inTurn(List<T> all, int turn) {
        if (all.size() < 2) {
            return all;
        }
        int first = Math.floorMod(turn, all.size());
        var rotated = new ArrayList<T>(all.subList(first, all.size()));
        rotated.addAll(all.subList(0, first));
        return rotated;
    }

    /** Goes behind the last call, unless another one comes. */
    void leave() {
        isLeft = true;
        endIfLeft();
    }

    private void endIfLeft() {
        if (isLeft && places.isEmpty()) {
            // In a later turn: the last call has still to end its stream.
            vertx.runOnContext(turn -> {
                if (isLeft && places.isEmpty() && !isClosed) {
                    onUnused.run();
                    close();
                }
            });
        }
    }

    void left(Place place) {
        places.remove(place);
        endIfLeft();
        usedAt = System.nanoTime();
        if (timer == NO_TIMER && places.isEmpty() && !isClosed) {
            lookIn(target.limits().idle().toNanos());
        }
    }

    /** One timer runs through many short calls, and looks at its end when the last of them was. */
    private void lookIn(long nanos) {
        timer = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), look -> {
            timer = NO_TIMER;
            if (places.isEmpty()) {
                long left = usedAt + target.limits().idle().toNanos() - System.nanoTime();
                if (left > 0) {
                    lookIn(left);
                } else {
                    onUnused.run();
                    close();
                }
            }
        });
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    /** Ends every call, and closes every connection. */
    Future<Void> close() {
        isClosed = true;
        stopTimer();
        List.copyOf(places)
                .forEach(place -> place.call()
                        .abandon(GrpcStatus.local(GrpcCode.CANCELLED, "The service is closing its connections.")));
        return Future.join(servers.stream().map(Server::close).toList()).mapEmpty();
    }
}
