package io.polyport.kit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Streams between two processes of 64 MiB heap and 32 MiB direct memory, over mutual TLS")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamsBetweenProcessesIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final long MIB = 1L << 20;
    private static final int ROUNDS = 5;

    /** A machine that stands still itself is late, and answers nobody; only the bus is late each time. */
    private static final int TRIES = 3;

    /** The budget of an eighth of 64 MiB holds about half as many readers who stop. */
    private static final int TOO_MANY = 1_200;

    private final List<JavaProcess> nodes = new ArrayList<>();
    private TestAuthority authority;
    private String hosts;
    private List<Integer> ports;
    private JavaProcess caller;
    private JavaProcess service;
    private String serviceInstance;

    @BeforeAll
    void startTwo(@TempDir Path directory) {
        authority = TestAuthority.create(directory, "bus");
        ports = FreePorts.of(9);
        hosts = "127.0.0.1[" + ports.get(1) + "],127.0.0.1[" + ports.get(4) + "],127.0.0.1[" + ports.get(7) + "]";
        service = start("service", 0).awaitReady(START);
        caller = start("caller", 3).awaitReady(START);
        serviceInstance = service.ask(SHORT, "instance");
        awaitReached(caller, serviceInstance);
    }

    private JavaProcess start(String name, int firstPort) {
        TestAuthority.Identity identity = authority.node(name);
        JavaProcess node = JavaProcess.of(StreamNode.class)
                .named(name)
                .jvm(
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=4",
                        "-XX:+ExitOnOutOfMemoryError")
                .arguments(
                        "127.0.0.1",
                        ports.get(firstPort).toString(),
                        ports.get(firstPort + 1).toString(),
                        ports.get(firstPort + 2).toString(),
                        identity.pkcs12().toString(),
                        identity.password(),
                        authority.truststore().toString(),
                        hosts)
                .start();
        nodes.add(node);
        return node;
    }

    private static void awaitReached(JavaProcess from, String instance) {
        Eventually.passes(
                START,
                () -> assertThat(json(from, SHORT, "small", instance, "1", "1").getInteger("failed"))
                        .isZero());
    }

    @AfterEach
    void endWhatIsLeft() {
        caller.ask(LONG, "flow-cancel");
    }

    @AfterAll
    void stop() {
        nodes.stream().filter(JavaProcess::isAlive).forEach(node -> System.out.println(peakOf(node)));
        nodes.forEach(JavaProcess::close);
    }

    private static JsonObject json(JavaProcess node, Duration within, String... command) {
        return new JsonObject(node.ask(within, command));
    }

    /** The largest resident size so far, as the kernel counts it. */
    private static String peakOf(JavaProcess node) {
        try {
            return node.pid() + " "
                    + Files.readAllLines(Path.of("/proc/" + node.pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmHWM"))
                            .findFirst()
                            .orElse("no VmHWM");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Nothing is under way any longer and every byte of the budgets is back. */
    private static void assertWhole(JavaProcess node) {
        Eventually.passes(SHORT, () -> {
            JsonObject state = json(node, SHORT, "state");
            assertThat(state.getLong("free")).as("%s", state).isEqualTo(state.getLong("total"));
            assertThat(state.getInteger("open")).as("%s", state).isZero();
            assertThat(state.getLong("waiting")).as("%s", state).isZero();
            assertThat(state.getInteger("serving")).as("%s", state).isZero();
        });
    }

    private void assertAllRight(JsonObject outcome, int count) {
        assertThat(outcome.getJsonObject("problems")).as("%s", outcome).isEmpty();
        assertThat(outcome.getInteger("right")).isEqualTo(count);
    }

    @Test
    @DisplayName("GW-3 256 MiB down and 256 MiB up at the same time arrive unchanged")
    void muchEachWay() {
        System.err.println("Streams between processes: 256 MiB of 1 GiB each way, 1 of 4 MiB in each of 200 downloads;"
                + " the whole: make test-long PART=streams");
        bothWays(256);
    }

    @Test
    @Tag("long")
    @Tag("streams")
    @DisplayName("GW-3 1 GiB down and 1 GiB up at the same time arrive unchanged")
    void oneGibibyteEachWay() {
        bothWays(1024);
    }

    private void bothWays(int mebibytes) {
        CompletableFuture<String> up = caller.tell("upload", serviceInstance, "1", "" + mebibytes * MIB);
        JsonObject down = json(caller, LONG, "download", serviceInstance, "1", "" + mebibytes * MIB);
        JsonObject sent = new JsonObject(caller.result(up, LONG, "upload"));
        System.out.println(mebibytes + " MiB down: " + down + ", as many up: " + sent);
        assertAllRight(down, 1);
        assertAllRight(sent, 1);
        assertWhole(caller);
        assertWhole(service);
    }

    @Test
    @DisplayName("GW-3 200 downloads of 1 MiB at once arrive unchanged")
    void twoHundredAtOnce() {
        twoHundred(1);
    }

    @Test
    @Tag("long")
    @Tag("streams")
    @DisplayName("GW-3 200 downloads of 4 MiB at once arrive unchanged")
    void twoHundredLargeAtOnce() {
        twoHundred(4);
    }

    private void twoHundred(int mebibytes) {
        JsonObject outcome = json(caller, LONG, "download", serviceInstance, "200", "" + mebibytes * MIB);
        System.out.println("200 x " + mebibytes + " MiB: " + outcome);
        assertAllRight(outcome, 200);
        assertWhole(caller);
        assertWhole(service);
    }

    @Test
    @DisplayName(
            "GW-3 a reader slowed to 1 MiB/s keeps the heaps of both sides flat, and reads on at full speed afterwards")
    void slowReader() {
        long callerBefore = Long.parseLong(caller.ask(SHORT, "heap"));
        long serviceBefore = Long.parseLong(service.ask(SHORT, "heap"));
        CompletableFuture<String> slowed = caller.tell("slow", serviceInstance, "" + 64 * MIB, "" + MIB, "3000");
        Eventually.passes(
                SHORT,
                () -> assertThat(json(service, SHORT, "state").getInteger("serving"))
                        .isEqualTo(1));
        for (int round = 0; round < 4; round++) {
            assertThat(Long.parseLong(caller.ask(SHORT, "heap"))).isLessThan(callerBefore + 6 * MIB);
            assertThat(Long.parseLong(service.ask(SHORT, "heap"))).isLessThan(serviceBefore + 6 * MIB);
        }
        JsonObject outcome = new JsonObject(caller.result(slowed, LONG, "slow"));
        System.out.println("64 MiB, slowed to 1 MiB/s for 3 s: " + outcome);
        assertAllRight(outcome, 1);
        assertThat(outcome.getLong("millis")).isGreaterThan(3_000);
        assertWhole(caller);
        assertWhole(service);
    }

    @Test
    @DisplayName(
            "GW-3 the whole answer is read to its end by a reader who rests over the last bytes for longer than a peer may be silent")
    void restsOverTheLastBytes() {
        JsonObject stopped = json(caller, LONG, "stop", serviceInstance, "1", "60000", "30000");
        assertThat(stopped.getInteger("right")).as("%s", stopped).isEqualTo(1);
        Eventually.passes(
                SHORT,
                () -> assertThat(json(service, SHORT, "state").getInteger("serving"))
                        .isZero());
        long until = System.nanoTime() + Duration.ofMillis(5_500).toNanos();
        Eventually.holds(SHORT, "more than the 4 s after which a silent peer is lost", () -> System.nanoTime() > until);
        assertAllRight(json(caller, LONG, "go-on"), 1);
        assertWhole(caller);
    }

    @Test
    @DisplayName("while 60 readers have stopped, small calls are answered at once and other transfers go on")
    void sixtyStopped() {
        JsonObject stopped = json(caller, LONG, "stop", serviceInstance, "60", "" + 4 * MIB, "30000");
        assertThat(stopped.getInteger("right")).as("%s", stopped).isEqualTo(60);
        JsonObject small = json(caller, LONG, "small", serviceInstance, "200", "4");
        for (int tried = 1; tried < TRIES && !isAtOnce(small); tried++) {
            small = json(caller, LONG, "small", serviceInstance, "200", "4");
        }
        JsonObject other = json(caller, LONG, "download", serviceInstance, "4", "" + 16 * MIB);
        JsonObject late = json(caller, LONG, "go-on");
        System.out.println("60 readers stopped: small calls " + small + ", 4 x 16 MiB " + other
                + ", the 60 when they went on " + late);
        assertThat(isAtOnce(small))
                .as("none failed, 99 of 100 within half a second: %s", small)
                .isTrue();
        assertAllRight(other, 4);
        assertAllRight(late, 60);
        assertWhole(caller);
        assertWhole(service);
    }

    private static boolean isAtOnce(JsonObject small) {
        return small.getInteger("failed") == 0 && small.getLong("p99") < 500_000;
    }

    @Test
    @DisplayName(
            "more stopped readers than the budget holds wait and are refused at their deadline with bus.out-of-credit; the others are unharmed")
    void outOfCredit() {
        JsonObject stopped = json(caller, LONG, "stop", serviceInstance, "" + TOO_MANY, "" + MIB / 4, "6000");
        System.out.println(TOO_MANY + " stopped readers: " + stopped);
        int held = stopped.getInteger("right");
        int refused = stopped.getJsonObject("problems").getInteger("bus.out-of-credit", 0);
        assertThat(held).isPositive();
        assertThat(refused).as("%s", stopped).isPositive().isEqualTo(TOO_MANY - held);
        assertThat(stopped.getLong("millis")).isBetween(5_500L, 60_000L);
        JsonObject late = json(caller, LONG, "go-on");
        assertThat(late.getInteger("right")).as("%s", late).isEqualTo(held);
        assertWhole(caller);
        assertWhole(service);
    }

    @Test
    @DisplayName(
            "a peer that is killed in mid-stream, as service and as caller, ends every stream with bus.peer-lost within 5 s and gives all memory back")
    void peerKilled() {
        long millis = untilEnded();
        for (int tried = 1; tried < TRIES && millis >= 5_000; tried++) {
            millis = untilEnded();
        }
        assertThat(millis).isLessThan(5_000);
        assertWhole(caller);
        assertAllRight(json(caller, LONG, "download", serviceInstance, "1", "" + 4 * MIB), 1);
    }

    /** Milliseconds from the end of a peer to that of its streams. */
    private long untilEnded() {
        JavaProcess victim = start("victim", 6).awaitReady(START);
        String victimInstance = victim.ask(SHORT, "instance");
        awaitReached(caller, victimInstance);
        awaitReached(victim, caller.ask(SHORT, "instance"));
        caller.ask(LONG, "flow", victimInstance, "10", "10");
        victim.ask(LONG, "flow", caller.ask(SHORT, "instance"), "10", "10");
        Eventually.passes(
                SHORT,
                () -> assertThat(json(caller, SHORT, "state").getInteger("serving"))
                        .isEqualTo(20));

        long killed = System.nanoTime();
        victim.kill();
        JsonObject ended = json(caller, SHORT, "flow-end");
        long millis = Duration.ofNanos(System.nanoTime() - killed).toMillis();
        System.out.println("peer killed with 40 streams: ended after " + millis + " ms " + ended);
        assertThat(ended.getJsonObject("problems")).isEqualTo(new JsonObject().put("bus.peer-lost", 20));
        return millis;
    }

    @Test
    @DisplayName(
            "when both sides stand still for longer than a peer may be silent, as on one machine, no stream is lost")
    void bothFrozen() {
        caller.ask(LONG, "flow", serviceInstance, "10", "10");
        caller.freeze();
        service.freeze();
        try {
            long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            Eventually.holds(
                    SHORT, "more than the 4 s after which a silent peer is lost", () -> System.nanoTime() > until);
        } finally {
            service.thaw();
            caller.thaw();
        }
        Eventually.stays(
                Duration.ofSeconds(2),
                "all are served",
                () -> json(service, SHORT, "state").getInteger("serving") == 20);
        assertThat(json(caller, LONG, "flow-cancel").getJsonObject("problems"))
                .isEqualTo(new JsonObject().put("bus.cancelled", 20));
    }

    @Test
    @DisplayName("beside 50 bulk transfers the 99th percentile of small calls is at most 5 times as long")
    void smallCallsBesideBulk() {
        json(caller, LONG, "small", serviceInstance, "2000", "4"); // the compilers' time belongs to neither side
        List<Long> alone = new ArrayList<>();
        List<Long> beside = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            alone.add(smallCalls("alone"));
            caller.ask(LONG, "flow", serviceInstance, "50", "0");
            beside.add(smallCalls("beside"));
            assertThat(json(caller, LONG, "flow-cancel").getJsonObject("problems"))
                    .isEqualTo(new JsonObject().put("bus.cancelled", 50));
        }
        System.out.println("p99 of small calls in microseconds, alone: " + alone + ", beside 50 transfers: " + beside);
        assertThat(median(beside)).isLessThanOrEqualTo(5 * median(alone));
        assertWhole(caller);
        assertWhole(service);
    }

    private long smallCalls(String how) {
        JsonObject small = json(caller, LONG, "small", serviceInstance, "500", "4");
        for (int tried = 1; tried < TRIES && small.getInteger("failed") > 0; tried++) {
            small = json(caller, LONG, "small", serviceInstance, "500", "4");
        }
        System.out.println("small calls " + how + ", microseconds: " + small);
        assertThat(small.getInteger("failed")).isZero();
        return small.getLong("p99");
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
