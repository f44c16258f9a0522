package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.house.Node;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many streams in one gRPC service as a process: those that stand open, and those whose readers have stopped. */
final class OpenStreams implements AutoCloseable {
    /** What the service may have at most, everything counted. */
    private static final long LIMIT = 1L << 30;

    private static final long MIB = 1L << 20;
    private static final int CALLERS = 32;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of 10 to 50 ms each. */
    private static final int STILL_LOOKS = 60;

    /** What of one flood may be under way between the far server and a reader who has stopped. */
    private static final long MOST_UNDER_WAY = 4 * MIB;

    private static final long MOST_GROWTH = 16 * MIB;

    private final StreamsPeer peer = new StreamsPeer();
    private final GrpcProcesses processes;
    private final GrpcRest rest;
    private final JsonObject figures = new JsonObject();

    private OpenStreams(Path folder) {
        processes = new GrpcProcesses(
                folder,
                1,
                1,
                List.of("-XX:TieredStopAtLevel=4", "-Xmx512m", "-XX:MaxDirectMemorySize=256m"),
                """
                streams: {per-caller: 20000, idle: 30m}
                connections:
                  far: {addresses: ['http://127.0.0.1:%d'], protos: {streams.proto: '%s'}}
                """.formatted(peer.port(), StreamsPeer.proto(folder)));
        processes.start();
        rest = processes.rest(0);
    }

    /** Opens streams, has messages go through each while all the others stand, and ends them. What was measured. */
    static JsonObject standOpen(Path folder, StreamsScale scale) {
        System.out.println("streams open at once: " + StreamsScale.share(scale.open(), StreamsScale.WHOLE.open()));
        try (var open = new OpenStreams(folder)) {
            open.standOpen(scale.open());
            System.out.println("measured: open streams " + open.figures);
            return open.figures;
        }
    }

    private void standOpen(int count) {
        long before = service().memory();
        long began = System.nanoTime();
        List<OpenedStream> streams = forAll(count, i -> OpenedStream.open(rest, "far", StreamsPeer.SERVICE, "Hold"));
        figures.put("openedPerSecond", rate(count, began));
        Eventually.holds(SOON, "the far server has every call", () -> peer.begun("Hold") == count);
        assertThat(peer.cancelled("Hold")).isZero();
        for (int round = 0; round < 2; round++) {
            int offset = round * count;
            long sent = System.nanoTime();
            forAll(count, i -> {
                JsonObject message = message(offset + i);
                streams.get(i).send(message);
                assertThat(streams.get(i).message()).isEqualTo(message);
                return i;
            });
            figures.put("echoesPerSecond", rate(count, sent));
        }
        figures.put("streams", count)
                .put("residentMib", service().memory() / MIB)
                .put("residentBeforeMib", before / MIB)
                .put("residentHighestMib", service().peakMemory() / MIB)
                .put("gatewayHighestMib", processes.gateway(0).peakMemory() / MIB);
        assertThat(service().peakMemory()).as("most memory of the service").isLessThanOrEqualTo(LIMIT);
        end(streams);
    }

    /** Every second one is completed, and the others cancelled. */
    private void end(List<OpenedStream> streams) {
        forAll(streams.size(), i -> {
            if (i % 2 == 0) {
                streams.get(i).complete();
                streams.get(i).end(0, "OK");
            }
            streams.get(i).delete();
            return i;
        });
        Eventually.holds(
                SOON,
                "the far server is told of the streams that were cancelled",
                () -> peer.cancelled("Hold") == streams.size() / 2);
    }

    /** Floods come for readers who have stopped: the far server has to wait, and the service keeps nothing. */
    static JsonObject stoppedReaders(Path folder, StreamsScale scale) {
        System.out.println("streams whose readers stop, twice: "
                + StreamsScale.share(scale.stopped(), StreamsScale.WHOLE.stopped()));
        try (var open = new OpenStreams(folder)) {
            open.stoppedReaders(scale.stopped());
            System.out.println("measured: stopped readers " + open.figures);
            return open.figures;
        }
    }

    private void stoppedReaders(int count) {
        List<Exchange> readers = new ArrayList<>();
        List<OpenedStream> unread = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Exchange reader = rest.exchange(GrpcRest.callPath("far", StreamsPeer.SERVICE, "Flood"));
                readers.add(reader.send(new JsonObject()).complete());
                reader.message();
                reader.stopReading();
                OpenedStream stream = OpenedStream.open(rest, "far", StreamsPeer.SERVICE, "Flood");
                stream.send(new JsonObject());
                stream.complete();
                unread.add(stream);
            }
            awaitStandstill();
            long sent = peer.sent();
            long under = sent * StreamsPeer.PIECE / (2L * count);
            long resident = service().memory();
            figures.put("stoppedReaders", 2 * count)
                    .put("underWayKibPerStream", under / 1024)
                    .put("stoppedResidentMib", resident / MIB)
                    .put("stoppedResidentHighestMib", service().peakMemory() / MIB);
            assertThat(under).as("bytes under way for each reader").isLessThan(MOST_UNDER_WAY);
            assertThat(rest.get("/connections").status()).isEqualTo(200);
            assertThat(growth(sent)).as("growth while nobody reads").isLessThan(MOST_GROWTH);
            assertThat(service().peakMemory()).isLessThanOrEqualTo(LIMIT);
            goOn(readers.getFirst(), unread.getFirst(), sent);
        } finally {
            readers.forEach(Exchange::leave);
        }
        unread.forEach(OpenedStream::delete);
        Eventually.holds(SOON, "every flood has ended", () -> peer.cancelled("Flood") == 2 * count);
    }

    /** Once more where a compiler of the JVM may have taken some: what is kept of the floods grows every time. */
    private long growth(long sent) {
        long least = Long.MAX_VALUE;
        for (int tries = 0; tries < 3 && least >= MOST_GROWTH; tries++) {
            long before = service().memory();
            Eventually.stays(Duration.ofSeconds(3), "the far server's senders are blocked", () -> peer.sent() == sent);
            least = Math.min(least, service().memory() - before);
        }
        return least;
    }

    private void goOn(Exchange reader, OpenedStream unread, long sent) {
        reader.goOnReading();
        for (long read = 0; read < 2 * MOST_UNDER_WAY; read += StreamsPeer.PIECE) {
            assertThat(reader.message().getString("body")).hasSize((StreamsPeer.PIECE + 2) / 3 * 4);
        }
        reader.stopReading();
        long after = peer.sent();
        assertThat(after).isGreaterThan(sent);
        JsonArray polled = unread.poll(10, "20s").getJsonArray("messages");
        assertThat(polled).isNotEmpty();
    }

    /** Nothing more is sent in many looks: while the machine stands still, there is only one. */
    private void awaitStandstill() {
        long[] last = {-1, 0};
        Eventually.holds(SOON, "the far server has to wait", () -> {
            long now = peer.sent();
            last[1] = now == last[0] ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] >= STILL_LOOKS;
        });
    }

    private Node service() {
        return processes.service(0);
    }

    private static JsonObject message(int number) {
        byte[] bytes = ByteBuffer.allocate(64).putInt(number).array();
        return new JsonObject().put("body", Base64.getEncoder().encodeToString(bytes));
    }

    private static long rate(int count, long began) {
        return count * 1_000L / Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** Some at a time; the results in order. */
    private static <T> List<T> forAll(int count, IntFunction<T> what) {
        var turns = new Semaphore(CALLERS);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = IntStream.range(0, count)
                    .mapToObj(i -> callers.submit(() -> {
                        turns.acquire();
                        try {
                            return what.apply(i);
                        } finally {
                            turns.release();
                        }
                    }))
                    .toList();
            List<T> all = new ArrayList<>(count);
            for (Future<T> result : results) {
                all.add(result.get());
            }
            return all;
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        processes.close();
        peer.close();
    }
}
