package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;

import com.nimbusds.jose.jwk.ECKey;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.polyport.gateway.identity.DevIdentity;
import io.polyport.gateway.identity.TokenIssuer;
import io.polyport.gateway.identity.TokenOrder;
import io.polyport.kit.address.Addresses;
import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.ReferenceService;
import io.polyport.kit.runtime.Readiness;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.stream.Frame;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The gateway and copies of the reference service in this JVM: real listeners on free ports, a local bus between them. */
final class House implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    /** One copy of the reference service. */
    record Copy(BusMember member, ReferenceService service, ServiceHost host) {
        String instance() {
            return member.instance();
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Keyring keys = BusStart.ownKeys();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Set<Copy> dead = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger lostCalls = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final Path data;
    private final HousePlan plan;
    private final BusMember gatewayMember;
    private final GatewayPart gateway;

    private House(Path data, HousePlan plan) {
        this.data = data;
        this.plan = plan;
        vertx.eventBus().addOutboundInterceptor(this::deliver);
        var identity = DevIdentity.prepare(data, Set.of("reference:read", "reference:write"), Clock.systemUTC());
        gatewayMember = BusStart.member(keys, plan.streams(), vertx);
        gateway = new GatewayPart(
                plan.config(identity.config(), data),
                gatewayMember,
                new Surroundings(vertx, new Readiness(), meters, reason -> {
                    throw new IllegalStateException(reason);
                }),
                "test",
                plan.loops());
        value(gateway.start(vertx));
    }

    /** The gateway alone. */
    static House empty(Path data, HousePlan plan) {
        return new House(data, plan);
    }

    /** The gateway and one copy of the reference service, to which it routes already. */
    static House open(Path data, HousePlan plan) {
        var house = new House(data, plan);
        house.join();
        return house;
    }

    /** One more copy of the reference service; returns when the gateway routes to it. */
    Copy join() {
        BusMember member = BusStart.member(keys, plan.streams(), vertx);
        var service = new ReferenceService();
        var copy = new Copy(member, service, value(service.start(member, 2)));
        Eventually.holds(SOON, "the gateway routes to the new copy", () -> routesTo(copy.instance()));
        return copy;
    }

    private boolean routesTo(String instance) {
        var answer = get("/api/v1/reference/rest/x");
        return answer.statusCode() == 200
                && new JsonObject(answer.body()).getString("instance").equals(instance);
    }

    /** From now on the copy is as if its machine had lost power: nothing comes from it, nothing reaches it. */
    void cutOff(Copy copy) {
        dead.add(copy);
    }

    private void deliver(DeliveryContext<Object> message) {
        String address = message.message().address();
        if (message.body() instanceof Frame.Credit credit && credit.bytes() == 0) {
            accepted.incrementAndGet();
        }
        boolean lost = dead.stream()
                .anyMatch(copy -> address.contains("." + copy.instance()) || isFrom(copy, address, message.body()));
        if (!lost) {
            message.next();
        } else if (dead.stream().anyMatch(copy -> address.equals(Addresses.instance("reference", copy.instance())))) {
            lostCalls.incrementAndGet();
        }
    }

    private boolean isFrom(Copy copy, String address, Object body) {
        var context = Vertx.currentContext();
        if (context != null && copy.service().deployments().contains(String.valueOf(context.deploymentID()))) {
            return true;
        }
        return address.equals("announce")
                && body instanceof Buffer bytes
                && Announcement.open(bytes, keys)
                        .filter(heard -> heard.instance().equals(copy.instance()))
                        .isPresent();
    }

    /** How many calls were accepted without an answer yet. */
    int accepted() {
        return accepted.get();
    }

    /** How many calls were sent to copies that are cut off. */
    int lostCalls() {
        return lostCalls.get();
    }

    Vertx vertx() {
        return vertx;
    }

    Keyring keys() {
        return keys;
    }

    GatewayPart gateway() {
        return gateway;
    }

    BusMember gatewayMember() {
        return gatewayMember;
    }

    int port() {
        return gateway.ports().getFirst();
    }

    int tlsPort() {
        return gateway.ports().get(1);
    }

    Path data() {
        return data;
    }

    /** What the management port would give out. */
    String metrics() {
        return meters.scrape();
    }

    HttpClient client() {
        return client;
    }

    /** A token with everything that the reference service asks for. */
    String token() {
        return token("ivan", "reference:read", "reference:write");
    }

    String token(String subject, String... scopes) {
        return token(subject, Duration.ofMinutes(10), scopes);
    }

    String token(String subject, Duration lifetime, String... scopes) {
        try {
            var key = ECKey.parse(Files.readString(data.resolve("dev-key.jwk")));
            return TokenIssuer.of(DevIdentity.ISSUER, key, Clock.systemUTC())
                    .issue(new TokenOrder(subject, List.of(DevIdentity.AUDIENCE), Set.of(scopes), lifetime));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** A request to the plain listener with a good token; more headers as name, value, name, value … */
    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the (only) copy has counted: {@code slow} runs, {@code gone} callers, {@code made} bytes. */
    JsonObject counts() {
        return new JsonObject(get("/api/v1/reference/counts").body());
    }

    /**
     * How many callers the (only) copy has counted as gone, of those who went before: it works on nothing any more, not even
     * on this question, and counts nobody.
     */
    int goneAtRest(Copy copy) {
        isAtRest(copy);
        int gone = Eventually.value(
                SOON,
                "nobody is being counted",
                () -> {
                    int before = counts().getInteger("gone");
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                    return counts().getInteger("gone") == before ? before : -1;
                },
                seen -> seen >= 0);
        isAtRest(copy);
        return gone;
    }

    private static void isAtRest(Copy copy) {
        Eventually.holds(
                SOON, "nothing is under way", () -> copy.member().streams().servingNow() == 0);
    }

    @Override
    public void close() {
        client.close();
        dead.clear();
        value(vertx.close());
        meters.close();
    }
}
