package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.SlowReader;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamingIT {
    private static final long LARGE = (200L << 20) + 13;
    private static final long BUDGET = 8 << 20;

    @TempDir
    static Path data;

    private static House house;
    private static House.Copy copy;

    @BeforeAll
    static void open() {
        house = House.empty(data, HousePlan.USUAL);
        copy = house.join();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static long crc(InputStream body) throws Exception {
        var crc = new CRC32C();
        byte[] piece = new byte[64 << 10];
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            crc.update(piece, 0, read);
            assertThat(copy.member().streams().waitingToBeSent()).isLessThanOrEqualTo(1 << 20);
        }
        return crc.getValue();
    }

    private static void nothingIsKept() {
        Eventually.passes(House.SOON, () -> {
            assertThat(house.gatewayMember().streams().credit().free()).isEqualTo(BUDGET);
            assertThat(copy.member().streams().credit().free()).isEqualTo(BUDGET);
            assertThat(house.gatewayMember().streams().waitingToBeSent()).isZero();
        });
    }

    @Test
    @DisplayName("GW-3 a download of 200 MiB arrives unchanged through budgets of 8 MiB")
    void download() throws Exception {
        var answer = house.client()
                .send(
                        house.request("/api/v1/reference/source/" + LARGE + "?seed=9&declare=true")
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(LARGE);
        assertThat(crc(answer.body())).isEqualTo(Pattern.crc(9, LARGE));
        nothingIsKept();
    }

    @Test
    @DisplayName("GW-3 an upload of 200 MiB arrives unchanged through budgets of 8 MiB")
    void upload() {
        var body = new PatternBody(2, LARGE);
        var answer = house.send(house.request("/api/v1/reference/sink").PUT(BodyPublishers.ofInputStream(() -> body)));
        var seen = new JsonObject(answer.body());
        assertThat(seen.getLong("bytes")).isEqualTo(LARGE);
        assertThat(seen.getLong("crc")).isEqualTo(Pattern.crc(2, LARGE));
        nothingIsKept();
    }

    @Test
    @DisplayName("GW-3 a body that comes back while it is still being sent streams both ways at once")
    void bothWays() throws Exception {
        int size = 20 << 20;
        try (var wire = Wire.to(house.port())) {
            wire.head(
                    "POST /api/v1/reference/echo HTTP/1.1",
                    "Authorization: Bearer " + house.token(),
                    "Content-Length: " + size);
            var sending = Thread.ofVirtual().start(() -> send(wire, size));
            assertThat(wire.read().body()).isEqualTo(Pattern.bytes(3, 0, size).getBytes());
            assertThat(sending.join(Duration.ofSeconds(20))).isTrue();
        }
        nothingIsKept();
    }

    private static void send(Wire wire, int size) {
        try {
            for (int at = 0; at < size; at += 64 << 10) {
                wire.send(Pattern.bytes(3, at, 64 << 10).getBytes());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    @DisplayName("GW-3 a reader who reads slowly holds the source back, and others are not slowed")
    void slowReader() {
        try (var reader = SlowReader.get(
                house.port(),
                "/api/v1/reference/source/1000000000000",
                200_000,
                "Authorization: Bearer " + house.token())) {
            Eventually.holds(House.SOON, "bytes flow", () -> reader.received() > 100_000);
            var others = house.get("/api/v1/reference/source/3000000?seed=5");
            assertThat(others.statusCode()).isEqualTo(200);
            long held = BUDGET - house.gatewayMember().streams().credit().free();
            assertThat(held).isLessThanOrEqualTo(2 << 20);
            assertThat(copy.member().streams().waitingToBeSent()).isLessThanOrEqualTo(1 << 20);
        }
        nothingIsKept();
    }

    /** {@link Pattern} bytes as fast as they are taken. */
    private static final class PatternBody extends InputStream {
        private final long seed;
        private final long size;
        private long at;

        PatternBody(long seed, long size) {
            this.seed = seed;
            this.size = size;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == size) {
                return -1;
            }
            int count = (int) Math.min(length, size - at);
            System.arraycopy(Pattern.bytes(seed, at, count).getBytes(), 0, into, offset, count);
            at += count;
            return count;
        }
    }
}
