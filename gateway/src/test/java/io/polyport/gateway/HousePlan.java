package io.polyport.gateway;

import io.polyport.gateway.identity.IdentityConfig;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.gateway.tls.TlsConfig;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link House} shall be like; every method returns this plan with one thing changed. */
record HousePlan(
        PolicyConfig policy,
        Optional<String> externalUrl,
        Proxies proxies,
        Map<String, String> prefixes,
        Duration timeout,
        Duration idle,
        Duration connectionIdle,
        WebSocketConfig webSockets,
        boolean tls,
        int loops,
        PublicationPlan published) {
    /** Who is believed about a request's way, and in which headers. */
    record Proxies(List<String> trusted, ProxyHeaders written) {}

    static final HousePlan USUAL = new HousePlan(
            PolicyConfig.byScopesAlone(),
            Optional.empty(),
            new Proxies(List.of(), ProxyHeaders.X_FORWARDED),
            Map.of(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(90),
            sockets().config(),
            false,
            1,
            PublicationPlan.NONE);

    HousePlan policy(PolicyConfig changed) {
        return new HousePlan(
                changed,
                externalUrl,
                proxies,
                prefixes,
                timeout,
                idle,
                connectionIdle,
                webSockets,
                tls,
                loops,
                published);
    }

    HousePlan externalUrl(String changed) {
        return new HousePlan(
                policy,
                Optional.of(changed),
                proxies,
                prefixes,
                timeout,
                idle,
                connectionIdle,
                webSockets,
                tls,
                loops,
                published);
    }

    HousePlan trusting(String... addresses) {
        return trusting(ProxyHeaders.X_FORWARDED, addresses);
    }

    HousePlan trusting(ProxyHeaders written, String... addresses) {
        return new HousePlan(
                policy,
                externalUrl,
                new Proxies(List.of(addresses), written),
                prefixes,
                timeout,
                idle,
                connectionIdle,
                webSockets,
                tls,
                loops,
                published);
    }

    HousePlan granting(String prefix, String service) {
        return new HousePlan(
                policy,
                externalUrl,
                proxies,
                Map.of(prefix, service),
                timeout,
                idle,
                connectionIdle,
                webSockets,
                tls,
                loops,
                published);
    }

    HousePlan timeout(Duration changed) {
        return new HousePlan(
                policy,
                externalUrl,
                proxies,
                prefixes,
                changed,
                idle,
                connectionIdle,
                webSockets,
                tls,
                loops,
                published);
    }

    HousePlan idle(Duration changed) {
        return new HousePlan(
                policy,
                externalUrl,
                proxies,
                prefixes,
                timeout,
                changed,
                connectionIdle,
                webSockets,
                tls,
                loops,
                published);
    }

    HousePlan withTls() {
        return new HousePlan(
                policy,
                externalUrl,
                proxies,
                prefixes,
                timeout,
                idle,
                connectionIdle,
                webSockets,
                true,
                loops,
                published);
    }

    HousePlan loops(int changed) {
        return new HousePlan(
                policy,
                externalUrl,
                proxies,
                prefixes,
                timeout,
                idle,
                connectionIdle,
                webSockets,
                tls,
                changed,
                published);
    }

    HousePlan publishing(PublicationPlan changed) {
        return new HousePlan(
                policy, externalUrl, proxies, prefixes, timeout, idle, connectionIdle, webSockets, tls, loops, changed);
    }

    static WebSocketPlan sockets() {
        return new WebSocketPlan(
                List.of(), Duration.ofSeconds(30), Duration.ofMinutes(10), 50, 1000, Duration.ofSeconds(30));
    }

    HousePlan webSockets(WebSocketPlan plan) {
        var changed = plan.config();
        return new HousePlan(
                policy, externalUrl, proxies, prefixes, timeout, idle, connectionIdle, changed, tls, loops, published);
    }

    /** WebSockets are asked more often than that whether they are there. */
    HousePlan connectionIdle(Duration changed) {
        var asked = sockets().pingEvery(changed.dividedBy(2)).config();
        return new HousePlan(
                policy, externalUrl, proxies, prefixes, timeout, idle, changed, asked, tls, loops, published);
    }

    /** Budgets of 8 MiB, so that a body that is kept anywhere shows; peers that fall silent are lost after 3 s. */
    StreamSettings streams() {
        return new StreamSettings(
                8 << 20, 8 << 20, 256 << 10, 512 << 10, 1 << 20, idle, Duration.ofMillis(500), Duration.ofSeconds(3));
    }

    GatewayConfig config(IdentityConfig identity, Path data) {
        return config(identity, data, 0);
    }

    /** For a second gateway in the same JVM: with port 0 the two would share one. */
    GatewayConfig config(IdentityConfig identity, Path data, int port) {
        var sizes = new ByteSize(32 << 10);
        var certificate = new TlsConfig(Optional.empty(), Optional.empty(), List.of(), Duration.ofDays(1));
        return new GatewayConfig(
                new GatewayConfig.Http(true, "127.0.0.1", port, connectionIdle, sizes, sizes),
                new GatewayConfig.Https(tls, "127.0.0.1", 0, certificate),
                identity,
                policy,
                externalUrl,
                proxies.trusted(),
                proxies.written(),
                prefixes,
                published.publications(),
                published.users(),
                timeout,
                webSockets,
                data);
    }
}
