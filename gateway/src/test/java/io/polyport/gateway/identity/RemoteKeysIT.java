package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import io.polyport.gateway.tls.ListenerTls;
import io.polyport.gateway.tls.TlsConfig;
import io.polyport.kit.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an issuer's keys, against a real HTTP server. */
final class RemoteKeysIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration STALE = Duration.ofHours(1);

    private final Forge forge = new Forge();
    private final AtomicReference<Instant> now = new AtomicReference<>(Forge.NOW);
    private final InstantSource clock = now::get;
    private Vertx vertx;
    private Idp idp;
    private Authenticators authenticators;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        idp = Idp.serving(vertx, forge.jwks(forge.ec.toPublicJWK()));
        authenticators = new Authenticators(vertx, clock);
    }

    @AfterEach
    void stop() {
        authenticators.close();
        idp.close();
        Settled.value(vertx.close());
    }

    private String signedBy(com.nimbusds.jose.jwk.ECKey key) {
        return token(header("ES256", key.getKeyID()), claims(), Forge.es256(key));
    }

    @Test
    @DisplayName("GW-11 a key that comes in beside the old one is found at once, and the old one stays good")
    void rotationWithOverlap() {
        var authenticator = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
        var next = Forge.ec("ec-2", Curve.P_256);
        idp.behave(Idp.answer(forge.jwks(forge.ec.toPublicJWK(), next.toPublicJWK())));

        assertThat(Settled.value(authenticator.authenticate(bearer(signedBy(next))))
                        .subject())
                .isEqualTo("ivan");
        assertThat(Settled.value(authenticator.authenticate(bearer(forge.good())))
                        .subject())
                .isEqualTo("ivan");
        assertThat(idp.asked()).isEqualTo(2);
    }

    @Test
    @DisplayName("GW-11 a key that replaces the old one ends the old one's tokens, those in the cache, too")
    void rotationWithoutOverlap() {
        var authenticator = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
        var old = forge.good();
        Settled.value(authenticator.authenticate(bearer(old)));
        var next = Forge.ec("ec-2", Curve.P_256);
        idp.behave(Idp.answer(forge.jwks(next.toPublicJWK())));

        Settled.value(authenticator.authenticate(bearer(signedBy(next))));

        assertThat(Settled.problem(authenticator.authenticate(bearer(old))).status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("GW-11 a removed key dies within the time between two fetches, without anyone asking for it")
    void removedKeyDies() {
        var authenticator = authenticators.ready(Configured.url(idp.url(), Duration.ofMillis(50), WINDOW, STALE));
        var old = forge.good();
        Settled.value(authenticator.authenticate(bearer(old)));
        idp.behave(Idp.answer(forge.jwks(Forge.ec("ec-2", Curve.P_256).toPublicJWK())));

        Settled.await("the old key's tokens end", () -> {
            var outcome = authenticator.authenticate(bearer(old));
            return outcome.isComplete() && outcome.failed();
        });
    }

    @Test
    @DisplayName("GW-11 a flood of unknown key names makes one fetch in each window")
    void unknownKeyFlood() {
        var authenticator = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
        flood(authenticator, "first");
        assertThat(idp.asked()).isEqualTo(2);

        now.set(Forge.NOW.plus(WINDOW).plusMillis(1));
        flood(authenticator, "second");
        assertThat(idp.asked()).isEqualTo(3);
    }

    private void flood(Authenticator authenticator, String prefix) {
        var asked = new ArrayList<Future<?>>();
        for (var i = 0; i < 2_000; i++) {
            asked.add(authenticator.authenticate(
                    bearer(Forge.token(header("ES256", prefix + i), claims(), Forge.bytes(new byte[64])))));
        }
        asked.forEach(outcome -> assertThat(Settled.problem(outcome).status()).isEqualTo(401));
    }

    @Test
    @DisplayName(
            "GW-11 10,000 requests at the moment of the first fetch are one fetch, and one that gives up harms nobody")
    void firstFetchIsShared() {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        idp.behave(held::add);
        var authenticator = authenticators.of(Configured.patient(Configured.url(idp.url(), LONG, WINDOW, STALE)));
        var token = forge.good();
        var gaveUp = authenticator.authenticate(bearer(token)).timeout(1, TimeUnit.MILLISECONDS);
        var waiting = new ArrayList<Future<Principal>>();
        for (var i = 0; i < 10_000; i++) {
            waiting.add(authenticator.authenticate(bearer(token)));
        }
        Settled.await("the fetch arrives and one caller gives up", () -> held.size() == 1 && gaveUp.failed());
        assertThat(waiting).noneMatch(Future::isComplete);

        Idp.answer(forge.jwks(forge.ec.toPublicJWK())).handle(held.get(0));

        waiting.forEach(Settled::value);
        assertThat(idp.asked()).isEqualTo(1);
        var first = waiting.getFirst().result();
        assertThat(waiting)
                .as("verified once, for all of them")
                .allSatisfy(one -> assertThat(one.result()).isSameAs(first));
    }

    @Test
    @DisplayName("GW-11 a caller on an event loop gets the answer on that event loop after a shared fetch")
    void answersOnTheCallersContext() {
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        idp.behave(held::add);
        var authenticator = authenticators.of(Configured.patient(Configured.url(idp.url(), LONG, WINDOW, STALE)));
        var context = vertx.getOrCreateContext();
        var same = io.vertx.core.Promise.<Boolean>promise();
        context.runOnContext(_go -> authenticator
                .authenticate(bearer(forge.good()))
                .onComplete(_done -> same.complete(Vertx.currentContext() == context)));
        Settled.await("the fetch arrives", () -> held.size() == 1);
        Idp.answer(forge.jwks(forge.ec.toPublicJWK())).handle(held.get(0));
        assertThat(Settled.value(same.future())).isTrue();
    }

    @Test
    @DisplayName("GW-11 while the issuer is down its keys stay good for the configured time and not longer")
    void staleKeys() {
        var authenticator = authenticators.ready(Configured.url(idp.url(), Duration.ofMillis(50), WINDOW, STALE));
        idp.behave(request -> request.response().setStatusCode(500).end());
        var before = idp.asked();
        Settled.await("fetches that fail", () -> idp.asked() > before + 1);

        now.set(Forge.NOW.plus(STALE).minusSeconds(1));
        assertThat(Settled.value(authenticator.authenticate(bearer(fresh()))).subject())
                .isEqualTo("ivan");

        now.set(Forge.NOW.plus(STALE).plusSeconds(1));
        var problem = Settled.problem(authenticator.authenticate(bearer(fresh())));
        assertThat(problem.code()).isEqualTo("gateway.keys-unavailable");
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryAfterSeconds()).isPositive();
    }

    private String fresh() {
        var second = now.get().getEpochSecond();
        return token(
                header(),
                claims().put("iat", second).put("nbf", second).put("exp", second + 60),
                Forge.es256(forge.ec));
    }

    @Test
    @DisplayName("GW-11 an issuer that is down when the gateway starts is tried again, and harms no other issuer")
    void downAtTheStart() {
        idp.behave(request -> request.response().setStatusCode(503).end());
        try (var other = Idp.serving(vertx, forge.jwks(forge.ec.toPublicJWK()))) {
            var authenticator = authenticators.of(
                    Configured.issuer(Forge.ISSUER, Configured.PUBLIC, Configured.url(idp.url())),
                    Configured.issuer("other", Configured.PUBLIC, Configured.url(other.url())));
            var others = token(header(), claims().put("iss", "other"), Forge.es256(forge.ec));
            assertThat(Settled.value(authenticator.authenticate(bearer(others))).subject())
                    .isEqualTo("ivan");
            assertThat(Settled.problem(authenticator.authenticate(bearer(forge.good())))
                            .status())
                    .isEqualTo(503);
            assertThat(authenticator.issuerWithoutKeys()).contains(Forge.ISSUER);

            idp.behave(Idp.answer(forge.jwks(forge.ec.toPublicJWK())));
            Settled.await(
                    "the keys come", () -> authenticator.issuerWithoutKeys().isEmpty());
            assertThat(Settled.value(authenticator.authenticate(bearer(forge.good())))
                            .subject())
                    .isEqualTo("ivan");
        }
    }

    @Test
    @DisplayName("GW-11 an issuer whose TLS certificate is not trusted gives no keys; with its trust-file it does")
    void trust(@TempDir Path folder) throws Exception {
        var config = new TlsConfig(Optional.empty(), Optional.empty(), List.of(), Duration.ZERO);
        var tls = ListenerTls.load(config, folder, InstantSource.system());
        var trusted = Files.writeString(folder.resolve("trusted.pem"), tls.certificatePem());
        try (var secure = Idp.overTls(vertx, tls, forge.jwks(forge.ec.toPublicJWK()))) {
            var untrusting = authenticators.of(Configured.url(secure.tlsUrl()));
            assertThat(Settled.problem(untrusting.authenticate(bearer(forge.good())))
                            .code())
                    .isEqualTo("gateway.keys-unavailable");
            assertThat(secure.asked()).isZero();

            var trusting = authenticators.of(Configured.trusting(secure.tlsUrl(), trusted));
            assertThat(Settled.value(trusting.authenticate(bearer(forge.good())))
                            .subject())
                    .isEqualTo("ivan");
        }
    }
}
