package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallersLeaveIT {
    /**
     * GW-5 says one second; the rest is for a busy machine. Calls to which nobody puts an end go on for 20 s here, and more.
     */
    private static final Duration WITHIN = Duration.ofSeconds(15);

    @TempDir
    static Path data;

    private static House house;
    private static House.Copy copy;
    private static String bearer;
    private static HttpClientAgent http2;
    private int goneBefore;

    @BeforeAll
    static void open() {
        house = House.empty(data, HousePlan.USUAL.withTls());
        copy = house.join();
        bearer = "Authorization: Bearer " + house.token();
        http2 = house.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setUseAlpn(true)
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void count() {
        goneBefore = house.goneAtRest(copy);
    }

    private static void begun(int calls) {
        Eventually.holds(
                House.SOON,
                "the service works on it",
                () -> copy.member().streams().servingNow() == calls);
    }

    private void isGone() {
        Eventually.passes(
                WITHIN, () -> assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore + 1));
        Eventually.passes(WITHIN, () -> {
            assertThat(copy.member().streams().servingNow()).isZero();
            assertThat(copy.member().streams().waitingToBeSent()).isZero();
            assertThat(house.gatewayMember().streams().credit().free()).isEqualTo(8L << 20);
        });
    }

    private HttpClientRequest http2(HttpMethod method, String path) {
        var request = value(http2.request(method, house.tlsPort(), "127.0.0.1", path));
        request.putHeader("authorization", "Bearer " + house.token());
        assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
        return request;
    }

    @Test
    @DisplayName("GW-5 a caller who leaves a download stops it at its source within a second")
    void download() {
        try (var reader = SlowReader.get(house.port(), "/api/v1/reference/source/1000000000000", 1_000_000, bearer)) {
            Eventually.holds(House.SOON, "bytes flow", () -> reader.received() > 100_000);
        }
        isGone();
    }

    @Test
    @DisplayName("GW-5 a caller who leaves in mid-upload stops it within a second")
    void upload() throws Exception {
        try (var wire = Wire.to(house.port())) {
            wire.head("PUT /api/v1/reference/sink HTTP/1.1", bearer, "Content-Length: 1000000000");
            wire.send(new byte[1 << 20]);
            begun(1);
            wire.reset();
        }
        isGone();
    }

    /** Direct memory that the connections' buffers take up. */
    private static long pooledBytes() {
        return ((ByteBufAllocatorMetricProvider) VertxByteBufAllocator.POOLED_ALLOCATOR)
                .metric()
                .usedDirectMemory();
    }

    @Test
    @DisplayName("what callers had sent of uploads that nobody read takes up no memory when they have left")
    void unreadUploads() throws Exception {
        leaveUnread(20);
        long before = pooledBytes();
        leaveUnread(200);
        Eventually.passes(House.SOON, () -> assertThat(pooledBytes() - before).isLessThan(2L << 20));
    }

    /** Callers who send the beginning of a body that their service never reads, and leave: by turns politely and not. */
    private void leaveUnread(int callers) throws Exception {
        for (int i = 0; i < callers; i++) {
            try (var wire = Wire.to(house.port())) {
                wire.head("PUT /api/v1/reference/ignore HTTP/1.1", bearer, "Content-Length: 1000000000");
                begun(1);
                wire.send(new byte[40_000]);
                if (i % 2 == 0) {
                    wire.reset();
                }
            }
            begun(0);
        }
    }

    @Test
    @DisplayName("a caller who is still sending gets to read a refusal, and his connection is closed soon after")
    void refusedUploads() throws Exception {
        try (var keepAlive = Wire.to(house.port());
                var close = Wire.to(house.port())) {
            isRefusedInMidUpload(keepAlive, "Connection: keep-alive");
            isRefusedInMidUpload(close, "Connection: close");
            assertThat(keepAlive.isEnded()).as("keep-alive: it is closed").isTrue();
            assertThat(close.isEnded()).as("close: it is closed").isTrue();
        }
    }

    private static void isRefusedInMidUpload(Wire wire, String connection) throws Exception {
        wire.head("PUT /api/v1/reference/nothing HTTP/1.1", bearer, connection, "Content-Length: 1000000000");
        wire.send(new byte[100_000]);
        var answer = wire.read();
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.complete()).isTrue();
        assertThat(answer.header("connection")).hasValue("close");
        wire.send(new byte[1_000_000]);
    }

    @Test
    @DisplayName("GW-5 a caller who leaves while he waits for the answer stops the work within a second")
    void waiting() throws Exception {
        for (String request : new String[] {"GET /api/v1/reference/wait/20000", "POST /api/v1/reference/slow/20000"}) {
            count();
            try (var wire = Wire.to(house.port())) {
                wire.head(request + " HTTP/1.1", bearer, "Content-Length: 0");
                begun(1);
            }
            isGone();
        }
    }

    @Test
    @DisplayName("GW-5 an HTTP/2 caller who resets a download's stream stops it, and the connection goes on")
    void http2Download() {
        var request = http2(HttpMethod.GET, "/api/v1/reference/source/1000000000000");
        var answer = value(request.send());
        answer.handler(bytes -> {}).exceptionHandler(ignored -> {});
        begun(1);
        request.reset(8);
        isGone();
        assertThat(value(http2(HttpMethod.GET, "/api/v1/reference/small").send())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("GW-5 an HTTP/2 caller who resets an upload's or a waiting call's stream stops the work")
    void http2UploadAndWaiting() {
        var upload = http2(HttpMethod.PUT, "/api/v1/reference/sink").setChunked(true);
        upload.response().onFailure(ignored -> {});
        value(upload.write(Buffer.buffer(new byte[100_000])));
        begun(1);
        upload.reset(8);
        isGone();
        count();
        var waiting = http2(HttpMethod.GET, "/api/v1/reference/wait/20000");
        waiting.send().onFailure(ignored -> {});
        begun(1);
        waiting.reset(8);
        isGone();
    }

    @Test
    @DisplayName("GW-5 an HTTP/2 caller whose connection breaks stops all that it had under way")
    void http2Connection() {
        var first = http2(HttpMethod.GET, "/api/v1/reference/wait/20000");
        first.send().onFailure(ignored -> {});
        var second = http2(HttpMethod.GET, "/api/v1/reference/wait/20000");
        second.send().onFailure(ignored -> {});
        begun(2);
        value(first.connection().close());
        Eventually.passes(
                WITHIN, () -> assertThat(house.counts().getInteger("gone")).isEqualTo(goneBefore + 2));
    }
}
