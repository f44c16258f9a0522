package io.polyport.kit.bus;

import static io.polyport.kit.fixtures.Waiting.problemCode;
import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.address.InstanceId;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.ReferenceService;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CallsOnLocalBusTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Keyring KEYS = new Keyring(Map.of("k1", new byte[32]), "k1");

    private final Vertx vertx = Vertx.vertx();
    private final BusMember gateway = member(KEYS, StreamSettings.forHeap(64 << 20));
    private final BusMember service = member(KEYS, StreamSettings.forHeap(64 << 20));
    private HouseCaller caller;
    private ServiceHost host;

    private BusMember member(Keyring keys, StreamSettings settings) {
        String instance = InstanceId.random();
        return new BusMember(vertx, instance, keys, new Streams(vertx, instance, settings));
    }

    @BeforeEach
    void start() {
        host = value(new ReferenceService().start(service, 2));
        caller = value(HouseCaller.open(gateway));
    }

    @AfterEach
    void stop() {
        value(vertx.close());
    }

    private Future<HouseCaller.Collected> call(String operation, Map<String, String> arguments, String query) {
        return caller.call(
                "reference",
                service.instance(),
                HouseCaller.envelope(operation, arguments, query, Envelope.Body.NONE, SOON));
    }

    private Future<HouseCaller.Collected> send(String operation, long seed, long size, int chunk) {
        return caller.call(
                "reference",
                service.instance(),
                HouseCaller.envelope(operation, Map.of(), "", new Envelope.Body(Envelope.BodyKind.STREAM, -1), SOON),
                loop -> Pattern.stream(loop, seed, size, chunk),
                call -> {});
    }

    @Test
    @DisplayName("a small answer comes whole and carries who asked")
    void smallAnswer() {
        var answer = value(call("reference.small", Map.of(), ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("subject")).isEqualTo("tester");
        assertThat(answer.json().getString("requestId")).isEqualTo("req-1");
    }

    @Test
    @DisplayName("GW-3 a download of 300 MiB arrives unchanged through a budget of 8 MiB")
    void download() {
        long size = 300L << 20;
        var answer = value(call("reference.source", Map.of("size", "" + size), "seed=7"), Duration.ofSeconds(60));
        assertThat(answer.bytes()).isEqualTo(size);
        assertThat(answer.crc()).isEqualTo(Pattern.crc(7, size));
        assertThat(gateway.streams().credit().free()).isEqualTo(8L << 20);
    }

    @Test
    @DisplayName("GW-3 an upload in odd pieces arrives unchanged")
    void upload() {
        long size = (50L << 20) + 13;
        var answer = value(send("reference.sink", 3, size, 7_777), Duration.ofSeconds(60));
        assertThat(answer.json().getLong("bytes")).isEqualTo(size);
        assertThat(answer.json().getLong("crc")).isEqualTo(Pattern.crc(3, size));
    }

    @Test
    @DisplayName("a body that is echoed streams in both directions at once")
    void echo() {
        long size = 20L << 20;
        var answer = value(send("reference.echo", 5, size, 30_000), Duration.ofSeconds(60));
        assertThat(answer.bytes()).isEqualTo(size);
        assertThat(answer.crc()).isEqualTo(Pattern.crc(5, size));
    }

    @Test
    @DisplayName("an empty body is a body")
    void emptyBody() {
        assertThat(value(send("reference.echo", 5, 0, 10)).bytes()).isZero();
        assertThat(value(send("reference.sink", 5, 0, 10)).json().getLong("bytes"))
                .isZero();
        assertThat(value(call("reference.source", Map.of("size", "0"), "")).bytes())
                .isZero();
    }

    @Test
    @DisplayName("200 transfers at once share the budget and all arrive")
    void manyTransfers() {
        List<Future<HouseCaller.Collected>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(call("reference.source", Map.of("size", "" + (1 << 20)), "seed=" + i));
        }
        value(Future.join(all), Duration.ofSeconds(60));
        for (int i = 0; i < 200; i++) {
            assertThat(all.get(i).result().crc()).isEqualTo(Pattern.crc(i, 1 << 20));
        }
        assertThat(gateway.streams().credit().free()).isEqualTo(8L << 20);
        // The last byte may be here before its sender has gone on from sending it.
        Eventually.holds(
                SOON,
                "nothing is left there",
                () -> service.streams().waitingToBeSent() == 0
                        && service.streams().servingNow() == 0);
    }

    @Test
    @DisplayName("a problem of the operation reaches the caller as it was")
    void problem() {
        assertThat(problemCode(call("reference.refuse", Map.of(), ""), SOON)).isEqualTo("reference.refused");
    }

    @Test
    @DisplayName("an operation that the service does not have is refused")
    void unknownOperation() {
        assertThat(problemCode(call("reference.nothing", Map.of(), ""), SOON)).isEqualTo("bus.unknown-operation");
    }

    @Test
    @DisplayName("an instance that is not there is told at once")
    void noInstance() {
        var envelope = HouseCaller.envelope("reference.small", Map.of(), "", Envelope.Body.NONE, SOON);
        // At once: who waits for an acknowledgement that does not come is told bus.no-answer.
        assertThat(problemCode(caller.call("reference", "0000000000000000", envelope), SOON))
                .isEqualTo("bus.no-instance");
    }

    @Test
    @DisplayName("GW-6 a call that is not answered by its deadline fails then, and its work is told to stop")
    void deadline() {
        var envelope = HouseCaller.envelope(
                "reference.slow", Map.of("millis", "60000"), "", Envelope.Body.NONE, Duration.ofSeconds(3));
        assertThat(problemCode(caller.call("reference", service.instance(), envelope), SOON))
                .isEqualTo("bus.deadline");
        Eventually.passes(
                SOON,
                () -> assertThat(value(call("reference.counts", Map.of(), ""))
                                .json()
                                .getInteger("gone"))
                        .isEqualTo(1));
    }

    @Test
    @DisplayName("a call that takes longer than the acknowledgement runs once and is answered")
    void longCall() {
        var answer = value(call("reference.slow", Map.of("millis", "3000"), ""));
        assertThat(answer.json().getBoolean("slept")).isTrue();
        assertThat(value(call("reference.counts", Map.of(), "")).json().getInteger("slow"))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a member without the gateway's key is refused")
    void otherKey() {
        var intruder = member(
                new Keyring(
                        Map.of(
                                "k1",
                                "another key of thirty-two bytes!".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        "k1"),
                StreamSettings.forHeap(64 << 20));
        var rogue = value(HouseCaller.open(intruder));
        var envelope = HouseCaller.envelope("reference.small", Map.of(), "", Envelope.Body.NONE, SOON);
        assertThat(problemCode(rogue.call("reference", service.instance(), envelope), SOON))
                .isEqualTo("bus.unsealed");
        assertThat(host.state().refusals("bus.unsealed")).isEqualTo(1);
    }

    @Test
    @DisplayName("GW-5 cancelling stops the answer at its source and gives the memory back")
    void cancel() {
        var answer = caller.call(
                "reference",
                service.instance(),
                HouseCaller.envelope(
                        "reference.source", Map.of("size", "" + (10L << 30)), "", Envelope.Body.NONE, SOON),
                null,
                call -> call.answer()
                        .onSuccess(begun ->
                                vertx.setTimer(300, ignored -> caller.loop().runOnContext(on -> call.cancel("test")))));
        assertThat(problemCode(answer, SOON)).isEqualTo("bus.cancelled");
        Eventually.passes(
                SOON,
                () -> assertThat(value(call("reference.counts", Map.of(), ""))
                                .json()
                                .getInteger("gone"))
                        .isEqualTo(1));
        assertThat(gateway.streams().credit().free()).isEqualTo(8L << 20);
        // The counts' own answer may be here before its exchange has ended there.
        Eventually.holds(SOON, "nothing goes on", () -> service.streams().servingNow() == 0);
    }
}
