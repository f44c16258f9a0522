package io.polyport.ftp.logins;

import io.polyport.ftp.FtpClient;
import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpPool;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.OpenedDirectory;
import io.polyport.kit.bus.OpenedIds;
import io.polyport.kit.bus.Places;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The logins of one event loop: pools for the configured connections, and those that callers opened. */
public final class Sessions {
    private final Vertx vertx;
    private final FtpConfig config;
    private final FtpClient client;
    private final OpenedIds ids;
    private final OpenedDirectory directory;
    private final Places places;
    private final String instance;
    private final int loop;
    private final int loops;
    private final Map<String, FtpPool> pools = new HashMap<>();
    private final Map<String, OpenedConnection> opened = new HashMap<>();

    /**
     * @param ids makes ids for what is opened
     * @param loop this event loop's number, of {@code loops}
     */
    public Sessions(
            Vertx vertx,
            FtpConfig config,
            FtpClient client,
            OpenedIds ids,
            OpenedDirectory directory,
            Places places,
            String instance,
            int loop,
            int loops) {
        this.vertx = vertx;
        this.config = config;
        this.client = client;
        this.ids = ids;
        this.directory = directory;
        this.places = places;
        this.instance = instance;
        this.loop = loop;
        this.loops = loops;
    }

    /** A login for this call, which its user gives back. A caller who leaves gives up its place in the queue. */
    public Future<SessionUse> forCall(Call call) {
        String id = call.rawArgument("c");
        if (id.startsWith("~")) {
            return find(call, id).use();
        }
        return use(id, call::whenGone);
    }

    /** A login to a configured connection that the call's path does not name; its user gives it back. */
    public Future<SessionUse> forCall(Call call, String name) {
        return use(name, call::whenGone);
    }

    /** A login to a configured connection for work that no caller waits for; its user gives it back. */
    public Future<SessionUse> forWork(String name) {
        return use(name, ignored -> {});
    }

    /** @param whenGone is given what gives up the place in the queue */
    private Future<SessionUse> use(String name, Consumer<Runnable> whenGone) {
        FtpConfig.Connection connection = configured(name);
        Place place = Place.of(name, connection);
        var ticket = pool(name, connection).acquire();
        whenGone.accept(ticket::cancel);
        return ticket.lease().map(lease -> new SessionUse(lease.session(), place, FtpPath.here(), lease::release));
    }

    /** The configured connection; fails with {@code connection.unknown}. */
    public FtpConfig.Connection configured(String name) {
        FtpConfig.Connection connection = config.connections().get(name);
        if (connection == null) {
            throw BusProblems.UNKNOWN_ID.toException(
                    "No connection is configured under the name '" + name + "'. GET /connections lists them.");
        }
        return connection;
    }

    /** The caller's opened connection; fails with {@code connection.unknown} or, when it has ended, {@code connection.lost}. */
    public OpenedConnection find(Call call, String id) {
        OpenedConnection connection = opened.get(id);
        if (connection == null) {
            throw directory.lost(id);
        }
        if (!connection.belongsTo(call.principal())) {
            throw BusProblems.UNKNOWN_ID.toException();
        }
        return connection;
    }

    /** The configured connection on which the caller opened the one that the call names; empty for any other. */
    public Optional<String> origin(Call call) {
        String id = call.rawArgument("c");
        return id.startsWith("~")
                ? Optional.of(find(call, id).origin()).filter(config.connections()::containsKey)
                : Optional.empty();
    }

    /** Logs in and keeps the login under a new id. */
    public Future<OpenedConnection> open(Call call, Place place) {
        places.take(call.principal());
        return client.open(place.login())
                .compose(session -> begin(session, place))
                .onFailure(failed -> places.giveBack(call.principal()))
                .compose(session -> {
                    var connection = keep(call, place, session);
                    // Nobody would ever learn its id.
                    return call.isGone()
                            ? connection
                                    .close("Its caller went away.")
                                    .compose(closed -> Future.failedFuture(StreamProblems.CANCELLED.toException()))
                            : Future.succeededFuture(connection);
                });
    }

    /** An opened connection begins in its root; where that is missing it is closed again. */
    private static Future<FtpSession> begin(FtpSession session, Place place) {
        if (place.root().isEmpty()) {
            return Future.succeededFuture(session);
        }
        return session.changeDirectory(place.root()).map(session).onFailure(failed -> session.quit());
    }

    private OpenedConnection keep(Call call, Place place, FtpSession session) {
        String id = ids.create(instance, call.principal());
        var connection = new OpenedConnection(id, call.principal(), place, session, vertx);
        opened.put(id, connection);
        directory.opened(connection, loop);
        session.ended().onSuccess(reason -> {
            opened.remove(id);
            directory.ended(id, connection.reason().orElseGet(reason.problem()::detail));
            places.giveBack(call.principal());
        });
        connection.keepAlive(config.opened().keepAlive(), config.opened().idle());
        return connection;
    }

    /** Says good-bye to the server; succeeds when the connection is closed. */
    public Future<Void> close(OpenedConnection connection) {
        return connection.close("It was closed by its caller.");
    }

    /** What this caller has open, on every event loop. */
    public List<JsonObject> openedBy(Call call) {
        return directory.of(call.principal());
    }

    public Map<String, FtpConfig.Connection> configured() {
        return config.connections();
    }

    /** A login beside the pool, for work that takes long; its user closes it. */
    public Future<FtpSession> fresh(Place place) {
        return client.open(place.login());
    }

    /** A login of its own for cleaning up where another one has ended; it begins where that one began. */
    public Future<SessionUse> fresh(SessionUse ended) {
        Place place = ended.place();
        // Paths of an opened connection stand in its working directory, which this login is not in.
        Place seen = place.isOpened()
                ? new Place("fresh", place.login(), place.resolve(ended.at()), place.absolutePaths(), place.zone())
                : place;
        return fresh(place).map(session -> new SessionUse(session, seen, FtpPath.here(), session::quit));
    }

    /** Closes every login of this event loop. */
    public Future<Void> close() {
        pools.values().forEach(FtpPool::close);
        List.copyOf(opened.values()).forEach(one -> one.session().abort());
        return client.close();
    }

    private FtpPool pool(String name, FtpConfig.Connection connection) {
        return pools.computeIfAbsent(
                name,
                ignored -> new FtpPool(
                        vertx,
                        client,
                        connection.settings(),
                        new FtpPool.Settings(
                                share(connection.pool()),
                                connection.waiting(),
                                connection.waitTimeout(),
                                connection.keepAlive(),
                                java.time.Duration.ofSeconds(10))));
    }

    /** This event loop's part of a pool; every loop has one login at least, when there is a pool at all. */
    private int share(int size) {
        return size == 0 ? 0 : Math.max(1, size / loops + (loop < size % loops ? 1 : 0));
    }
}
