package io.polyport.grpc.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.kit.egress.Resolver;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Protos that callers name by URL")
class ProtoFetchTest {
    private static final String TEXT = "syntax = \"proto3\"; // привет\n";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        answer("/a.proto", 200, TEXT.getBytes(StandardCharsets.UTF_8));
        answer("/large", 200, new byte[1001]);
        answer("/empty", 200, new byte[0]);
        answer("/full", 200, "/".repeat(900).getBytes(StandardCharsets.UTF_8));
        answer("/latin", 200, new byte[] {'a', (byte) 0xE4, 'b'});
        answer("/gone", 404, new byte[0]);
        answer("/moved", 302, new byte[0]);
        server.start();
    }

    private int asked(String path) {
        return asked.getOrDefault(path, 0);
    }

    private void answer(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            asked.merge(path, 1, Integer::sum);
            exchange.getResponseHeaders().set("Location", base + "/a.proto");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
        Waiting.value(vertx.close());
    }

    private Map<String, String> fetched(Map<String, String> protos, String... allowed) {
        var settings = new EgressSettings(List.of(allowed), Duration.ofSeconds(5), false);
        var guard = EgressGuard.adHoc(settings, Resolver.system(vertx, 5_000), new SimpleMeterRegistry());
        var fetch = new ProtoFetch(vertx, guard, 1000, 3000);
        var context = vertx.getOrCreateContext();
        try {
            return Waiting.value(Future.future(done ->
                    context.runOnContext(turn -> fetch.texts("anna", protos).onComplete(done))));
        } finally {
            Waiting.value(fetch.close());
        }
    }

    @Test
    @DisplayName("are fetched; texts stay as they are, also those that begin like a URL (GR-3)")
    void fetches() {
        String text = "http://is.not a url\nsyntax = \"proto3\";";
        assertThat(fetched(Map.of("x/a.proto", base + "/a.proto", "b.proto", text, "c.proto", ""), "127.0.0.1/32:*"))
                .containsOnly(Map.entry("x/a.proto", TEXT), Map.entry("b.proto", text), Map.entry("c.proto", ""));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/large,has more than 1000 bytes",
        "/latin,is no UTF-8 text",
        "/gone,the status 404 instead of 200",
        "/moved,the status 302 instead of 200"
    })
    @DisplayName("that can't be had are told by their name")
    void refused(String path, String what) {
        assertThatThrownBy(() -> fetched(Map.of("x/a.proto", base + path), "127.0.0.1/32:*"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo("grpc.proto-unreachable");
                    assertThat(refused.problem().detail()).contains("x/a.proto").contains(what);
                    assertThat(refused.problem().errors().getFirst().field()).isEqualTo("body:/protos/x~1a.proto");
                });
    }

    /** So many names, each with the same URL. */
    private Map<String, String> named(int count, String path) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> i + ".proto", i -> base + path));
    }

    @Test
    @DisplayName("may be many, more than are fetched at the same time")
    void many() {
        assertThat(fetched(named(ProtoFetch.MOST_URLS, "/empty"), "127.0.0.1/32:*"))
                .hasSize(ProtoFetch.MOST_URLS);
    }

    @Test
    @DisplayName("too many, or with more bytes together than a schema may have, are refused")
    void boundedInAll() {
        assertThatThrownBy(() -> fetched(named(ProtoFetch.MOST_URLS + 1, "/empty"), "127.0.0.1/32:*"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo("grpc.proto-unreachable");
                    assertThat(refused.problem().errors().getFirst().detail()).contains("101 URLs");
                });
        assertThat(asked("/empty")).isZero();
        assertThatThrownBy(() -> fetched(named(40, "/full"), "127.0.0.1/32:*"))
                .hasMessageContaining("grpc.proto-unreachable")
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().detail()).contains("more than 3000 bytes"));
        // Those that were under way when the bound was met, and no others.
        assertThat(asked("/full")).isLessThan(20);
    }

    @Test
    @DisplayName("are not fetched from where callers may not reach: no packet leaves")
    void guarded() {
        assertThatThrownBy(() -> fetched(Map.of("a.proto", base + "/a.proto"), "*.example.org:443"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("egress.denied"));
    }
}
