package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.NetUtil;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class NamesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Map<String, List<InetAddress>> zone = new ConcurrentHashMap<>();

    private static InetAddress ip(String literal) {
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }

    private Future<List<InetAddress>> ask(String host) {
        var found = zone.get(host);
        return found == null ? Future.failedFuture(new UnknownHostException(host)) : Future.succeededFuture(found);
    }

    private static GrpcTarget target(boolean adHoc, int port, String... hosts) {
        var addresses = new ArrayList<GrpcTarget.Address>();
        for (String host : hosts) {
            addresses.add(new GrpcTarget.Address(host, port));
        }
        return new GrpcTarget(addresses, Optional.empty(), Optional.empty(), GrpcLimits.defaults(), adHoc);
    }

    private static ScriptedHttp2Server answering() {
        return new ScriptedHttp2Server(
                (peer, stream) -> peer.head(stream).message(stream, "x").trailers(stream, "grpc-status", "0"));
    }

    @Test
    @DisplayName("GR-30: a server that has moved is found by looking its name up again, within seconds")
    void moved() {
        try (var server = answering();
                var loop = new TestLoop(address -> ask(address.host()))) {
            var target = target(false, server.port(), "stock");
            // Nobody listens there.
            zone.put("stock", List.of(ip("127.0.0.2")));
            assertThat(loop.ask(target, "/x.Y/Z", "x").status().message()).contains("refused");

            zone.put("stock", List.of(ip("127.0.0.1")));
            Eventually.holds(
                    SOON,
                    "found",
                    () -> loop.ask(target, "/x.Y/Z", "x").status().isOk());
        }
    }

    @Test
    @DisplayName("GR-30: a name with several addresses is several servers, and a dead one among them hurts no call")
    void several() {
        try (var server = answering();
                var loop = new TestLoop(address -> ask(address.host()))) {
            zone.put("stock", List.of(ip("127.0.0.2"), ip("127.0.0.1")));
            for (int i = 0; i < 10; i++) {
                assertThat(loop.ask(target(false, server.port(), "stock"), "/x.Y/Z", "x")
                                .status())
                        .matches(GrpcStatus::isOk);
            }
        }
    }

    @Test
    @DisplayName("GR-30: where one name can't be looked up any more, its last answer holds")
    void lastAnswer() {
        zone.put("one", List.of(ip("127.0.0.1")));
        zone.put("two", List.of(ip("127.0.0.2"), ip("127.0.0.1")));
        var names = new Names(target(false, 1, "one", "two"), address -> ask(address.host()));
        assertThat(ips(names)).containsExactly("127.0.0.1", "127.0.0.2");

        zone.remove("two");
        zone.put("one", List.of(ip("127.0.0.3")));
        Eventually.holds(SOON, "asked again", () -> {
            TestLoop.await(names.renewed());
            return ips(names).contains("127.0.0.3");
        });
        assertThat(ips(names)).containsExactly("127.0.0.3", "127.0.0.2");
    }

    private static List<String> ips(Names names) {
        return TestLoop.await(names.current()).stream()
                .map(found -> found.ip().hostAddress())
                .toList();
    }

    @Test
    @DisplayName("GW-38 GR-30: what a caller's name leads to passes the egress guard at every look-up")
    void guarded() {
        var guard = EgressGuard.adHoc(
                new EgressSettings(List.of("stock:*", "127.0.0.0/8:*"), Duration.ofSeconds(5), false),
                this::ask,
                new SimpleMeterRegistry());
        try (var server = answering();
                var loop = new TestLoop(Lookup.guarded(guard))) {
            var target = target(true, server.port(), "stock");
            zone.put("stock", List.of(ip("169.254.169.254")));
            assertThat(loop.ask(target, "/x.Y/Z", "x").status().message()).contains("stock", "not allowed");

            zone.put("stock", List.of(ip("127.0.0.1"), ip("10.0.0.1")));
            assertThat(loop.ask(target, "/x.Y/Z", "x").status().message()).contains("not allowed");
            assertThat(server.accepted).hasValue(0);

            zone.put("stock", List.of(ip("127.0.0.1")));
            assertThat(loop.ask(target, "/x.Y/Z", "x").status()).matches(GrpcStatus::isOk);

            // Rebinding: the name leads elsewhere when its server is gone.
            server.stop();
            zone.put("stock", List.of(ip("10.0.0.1")));
            Eventually.holds(SOON, "neither this nor what was checked before is tried", () -> {
                String told = loop.ask(target, "/x.Y/Z", "x").status().message();
                assertThat(told).doesNotContain("10.0.0.1");
                return told.contains("not allowed");
            });
        }
    }

    @Test
    @DisplayName(
            "GW-38: where a name leads to what is not allowed, its former addresses are used no longer, others are")
    void denied() {
        var guard = EgressGuard.adHoc(
                new EgressSettings(List.of("127.0.0.0/8:*"), Duration.ofSeconds(5), false),
                this::ask,
                new SimpleMeterRegistry());
        zone.put("one", List.of(ip("127.0.0.1")));
        zone.put("two", List.of(ip("127.0.0.2")));
        var target = target(true, 1, "one", "two");
        var names = new Names(target, Lookup.guarded(guard));
        var told = new AtomicInteger();
        names.onDenied(told::incrementAndGet);
        assertThat(ips(names)).containsExactly("127.0.0.1", "127.0.0.2");

        zone.put("two", List.of(ip("10.0.0.1")));
        Eventually.holds(SOON, "asked again", () -> {
            TestLoop.await(names.renewed());
            return told.get() == 1;
        });
        assertThat(ips(names)).containsExactly("127.0.0.1");
        assertThat(target.addresses().stream().filter(names::isDenied))
                .containsExactly(target.addresses().get(1));
    }

    @Test
    @DisplayName(
            "GW-38: connections to what a name led to end with their calls as soon as it may not be followed any more")
    void deniedEnds() {
        var guard = EgressGuard.adHoc(
                new EgressSettings(List.of("127.0.0.0/8:*"), Duration.ofSeconds(5), false),
                this::ask,
                new SimpleMeterRegistry());
        zone.put("stock", List.of(ip("127.0.0.1")));
        try (var server = new ScriptedHttp2Server(
                        (peer, stream) -> peer.head(stream).message(stream, "x"));
                var loop = new TestLoop()) {
            var target = target(true, server.port(), "stock");
            var servers = new Servers(loop.vertx, target, loop.tls, new Names(target, Lookup.guarded(guard)), () -> {});
            var call = placed(loop, servers, target);
            TestLoop.await(call.head());
            assertThat(call.status().isComplete()).isFalse();

            zone.put("stock", List.of(ip("10.0.0.1")));
            Eventually.holds(SOON, "ended by looking the name up again", () -> {
                loop.on(servers::renewed);
                return call.status().isComplete();
            });
            assertThat(call.status().result().code()).isEqualTo(GrpcCode.UNAVAILABLE);
            var next = placed(loop, servers, target);
            assertThat(TestLoop.await(next.status()).message()).contains("not allowed");
            loop.on(servers::close);
        }
    }

    private static Call placed(TestLoop loop, Servers servers, GrpcTarget target) {
        return loop.on(() -> {
            var context = (ContextInternal) loop.vertx.getOrCreateContext();
            var call = new Call(context, "/x.Y/Z", TestLoop.PLAIN, target.limits());
            call.messages().handler(message -> {}).resume();
            servers.place(call);
            return Future.succeededFuture(call);
        });
    }

    @Test
    @DisplayName("GR-30: of a name with too many addresses those that are used stay, whatever order they come in")
    void manyAddresses() {
        var all = new ArrayList<InetAddress>();
        for (int i = 1; i <= 100; i++) {
            all.add(ip("127.0.1." + i));
        }
        zone.put("stock", List.copyOf(all));
        var names = new Names(target(false, 1, "stock"), address -> ask(address.host()));
        var first = ips(names);
        assertThat(first).hasSize(64);

        Collections.reverse(all);
        all.remove(ip(first.getFirst()));
        zone.put("stock", all);
        Eventually.holds(SOON, "asked again", () -> {
            TestLoop.await(names.renewed());
            return !ips(names).contains(first.getFirst());
        });
        assertThat(ips(names)).hasSize(64).containsAll(first.subList(1, 64));
    }

    @Test
    @DisplayName("the turn among servers goes on when its number runs over")
    void turns() {
        var all = List.of("a", "b", "c");
        for (int turn : new int[] {Integer.MAX_VALUE - 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1}) {
            var now = Servers.inTurn(all, turn);
            assertThat(now).containsExactlyInAnyOrderElementsOf(all);
            assertThat(now.getFirst()).isEqualTo(all.get(Math.floorMod(turn, 3)));
        }
        assertThat(Servers.inTurn(List.of(), -1)).isEmpty();
    }
}
