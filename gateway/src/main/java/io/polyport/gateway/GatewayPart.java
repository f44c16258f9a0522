package io.polyport.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.polyport.gateway.http.HttpEdge;
import io.polyport.gateway.http.Observer;
import io.polyport.gateway.http.OpenApiDocument;
import io.polyport.gateway.http.ServiceDocuments;
import io.polyport.gateway.identity.Authenticator;
import io.polyport.gateway.identity.LoopbackOnly;
import io.polyport.gateway.identity.Tickets;
import io.polyport.gateway.password.Passwords;
import io.polyport.gateway.policy.Policies;
import io.polyport.gateway.route.Registry;
import io.polyport.gateway.tls.ListenerTls;
import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.Announcer;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Deposits;
import io.polyport.kit.bus.OpenedIds;
import io.polyport.kit.bus.Places;
import io.polyport.kit.bus.ServiceState;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The gateway as a part of a program: what its event loops share, then the event loops. */
public final class GatewayPart implements Part {
    private static final int MOST_TICKETS = 10_000;
    private static final int MOST_TICKETS_OF_ONE = 100;

    private final GatewayConfig config;
    private final BusMember member;
    private final Surroundings surroundings;
    private final int loops;
    private final List<GatewayVerticle> verticles = new CopyOnWriteArrayList<>();
    private final Registry registry;
    private final Announcer announcer;
    private final Deposits tickets;
    private final Places places;
    private Authenticator authenticator;
    private Passwords passwords;

    public GatewayPart(GatewayConfig config, BusMember member, Surroundings surroundings, String version, int loops) {
        config.hosts().forEach(host -> LoopbackOnly.require(host, config.hasAuthentication()));
        this.config = config;
        this.member = member;
        this.surroundings = surroundings;
        this.loops = loops;
        this.tickets = new Deposits(
                member,
                new Deposits.Settings("tickets", config.webSockets().ticket(), MOST_TICKETS, MOST_TICKETS_OF_ONE));
        this.places = new Places(new Places.Limits(
                config.webSockets().perPrincipal(),
                config.webSockets().maximum(),
                GatewayProblems.TOO_MANY_WEBSOCKETS,
                GatewayProblems.WEBSOCKETS_FULL));
        this.registry = new Registry(member, config.grants());
        this.announcer = new Announcer(
                member,
                new Announcer.Profile(Announcement.GATEWAY, version, List.of(), new JsonObject(), Optional.empty()),
                new ServiceState());
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        return registry.start()
                .compose(listening -> tickets.open())
                .compose(ready -> announcer.start())
                .compose(announced -> Authenticator.create(vertx, config.identity(), Clock.systemUTC()))
                .onSuccess(created -> authenticator = created)
                .compose(created -> Passwords.create(vertx, config.users(), Clock.systemUTC()))
                .onSuccess(created -> passwords = created)
                .compose(created -> tls(vertx))
                .compose(tls -> deploy(vertx, tls))
                .onSuccess(deployed -> {
                    measure();
                    announcer.ready();
                })
                .mapEmpty();
    }

    /** The ports that were really taken, the plain one first; all event loops listen on the same. */
    public List<Integer> ports() {
        return verticles.stream()
                .flatMap(verticle -> verticle.ports().stream())
                .distinct()
                .toList();
    }

    /** The services that take calls now. */
    public java.util.Set<String> services() {
        return registry.directory().services();
    }

    private Future<Optional<ListenerTls>> tls(Vertx vertx) {
        if (!config.https().enabled()) {
            return Future.succeededFuture(Optional.empty());
        }
        return vertx.executeBlocking(
                () -> Optional.of(ListenerTls.load(config.https().tls(), config.dataFolder(), Clock.systemUTC())));
    }

    private Future<String> deploy(Vertx vertx, Optional<ListenerTls> tls) {
        var shared = new HttpEdge.Shared(
                authenticator,
                passwords,
                config.grants().publications(),
                new Policies(config.policy()),
                registry,
                new OpenedIds(member.keyring()),
                new Tickets(tickets),
                places,
                new Observer(surroundings.meters()),
                new OpenApiDocument(),
                new ServiceDocuments(),
                tls);
        Supplier<Deployable> verticle = () -> {
            var created = new GatewayVerticle(config, member, shared);
            verticles.add(created);
            return created;
        };
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(loops));
    }

    private void measure() {
        var meters = surroundings.meters();
        FunctionCounter.builder("polyport.claims.refused", registry, Registry::refusedClaims)
                .description("Path prefixes that instances claimed and were not given")
                .register(meters);
        Gauge.builder("polyport.websockets", places, Places::taken)
                .description("WebSockets that are open")
                .register(meters);
        Gauge.builder(
                        "polyport.stream.credit.free",
                        member,
                        one -> one.streams().credit().free())
                .baseUnit("bytes")
                .description("Memory for transfers that nobody was promised")
                .register(meters);
        surroundings
                .readiness()
                .register(
                        "issuer-keys",
                        () -> authenticator
                                .issuerWithoutKeys()
                                .map(issuer -> "the keys of issuer " + issuer + " have not been fetched yet"));
    }

    @Override
    public Future<Void> drain(Duration limit) {
        // Said, but not waited for: nobody sends calls to a gateway, so nobody has to know first.
        announcer.leave();
        return Future.join(verticles.stream()
                        .map(verticle -> verticle.drain(limit))
                        .toList())
                .<Void>mapEmpty()
                .eventually(announcer::close)
                .eventually(tickets::close)
                .eventually(registry::close)
                .eventually(() -> authenticator == null ? Future.succeededFuture() : authenticator.close())
                .eventually(() -> passwords == null ? Future.succeededFuture() : passwords.close());
    }
}
