package io.polyport.kit.bus;

import static io.polyport.kit.fixtures.Waiting.problemCode;
import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.address.InstanceId;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.ExpectedNoise;
import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.stream.Frame;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the bus makes of services that do not do what they should, or not in the usual order. */
class OddServicesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Keyring KEYS = new Keyring(Map.of("k1", new byte[32]), "k1");

    private final Vertx vertx = Vertx.vertx();
    private final BusMember gateway = member();
    private final BusMember service = member();
    private HouseCaller caller;

    private BusMember member() {
        String instance = InstanceId.random();
        return new BusMember(vertx, instance, KEYS, new Streams(vertx, instance, StreamSettings.forHeap(64 << 20)));
    }

    @BeforeEach
    void open() {
        caller = value(HouseCaller.open(gateway));
    }

    @AfterEach
    void stop() {
        value(vertx.close());
    }

    private void serve(Operation operation) {
        serve(1, LoopChooser.WHERE_IT_ARRIVED, loop -> Future.succeededFuture(rooms(operation)));
    }

    private void serve(int loops, LoopChooser chooser, ServiceHost.RoomsFactory rooms) {
        var contract = Contract.of(new JsonObject()
                .put(
                        "paths",
                        new JsonObject()
                                .put(
                                        "/x",
                                        new JsonObject().put("get", new JsonObject().put("operationId", "odd.do")))));
        value(ServiceHost.start(
                service,
                new ServiceHost.Definition(
                        "odd", "1", List.of("/api/v1/odd"), new JsonObject(), contract, loops, chooser, rooms)));
    }

    private static ServiceHost.Rooms rooms(Operation operation) {
        return () -> new OperationTable().with("odd.do", operation);
    }

    private static Envelope envelope(Envelope.Body body, Duration within) {
        return HouseCaller.envelope("odd.do", Map.of(), "", body, within);
    }

    private Future<HouseCaller.Collected> call() {
        return caller.call("odd", service.instance(), envelope(Envelope.Body.NONE, SOON));
    }

    @Test
    @DisplayName("FT-1 rooms and calls agree on the number of their event loop, whichever gets ready first")
    void loopNumbers() {
        serve(2, (envelope, here, count) -> 0, loop -> {
            var rooms = rooms(call ->
                    Future.succeededFuture(Answer.json(200, new JsonObject().put("loop", loop.number()))));
            return loop.number() == 0 ? vertx.timer(200).map(rooms) : Future.succeededFuture(rooms);
        });
        for (int i = 0; i < 6; i++) {
            assertThat(value(call()).json().getInteger("loop")).isZero();
        }
    }

    @Test
    @DisplayName("GW-6 an upload of which nobody takes a byte is given up at the deadline")
    void deafService() {
        serve(call -> Promise.<Answer>promise().future());
        var answer = caller.call(
                "odd",
                service.instance(),
                envelope(new Envelope.Body(Envelope.BodyKind.STREAM, -1), Duration.ofMillis(700)),
                loop -> Pattern.stream(loop, 1, 100_000, 10_000),
                opened -> {});
        assertThat(problemCode(answer, SOON)).isEqualTo("bus.deadline");
        Eventually.passes(SOON, () -> assertThat(service.streams().servingNow()).isZero());
    }

    @Test
    @DisplayName("GW-6 an upload that is being read may take longer than the deadline of the head")
    void slowReader() {
        serve(call -> {
            Promise<Answer> done = Promise.promise();
            call.body().endHandler(ignored -> done.complete(Answer.empty(204)));
            call.body().handler(bytes -> {
                call.body().pause();
                vertx.setTimer(
                        60,
                        ignored -> call.context().runOnContext(on -> call.body().resume()));
            });
            return done.future();
        });
        var answer = caller.call(
                "odd",
                service.instance(),
                envelope(new Envelope.Body(Envelope.BodyKind.STREAM, -1), Duration.ofSeconds(2)),
                loop -> Pattern.stream(loop, 1, 3_000_000, 60_000),
                opened -> {});
        assertThat(value(answer).status()).isEqualTo(204);
    }

    @Test
    @DisplayName("GW-6 a call that arrives after its deadline is not begun and is answered so")
    void late() {
        serve(call -> Future.succeededFuture(Answer.empty(200)));
        var envelope = envelope(Envelope.Body.NONE, Duration.ofSeconds(-1))
                .from(new Envelope.Origin(gateway.instance(), 0, 7));
        Buffer sealed = new Opening(envelope, Buffer.buffer()).seal(KEYS);
        Frame answer = value(vertx.eventBus().<Frame>request(Addresses.instance("odd", service.instance()), sealed))
                .body();
        assertThat(answer).isInstanceOf(Frame.Fail.class);
        assertThat(((Frame.Fail) answer).problem().getString("code")).isEqualTo("bus.deadline");
    }

    @Test
    @DisplayName("GW-33 an operation that answers nothing is a fault of ours, and its caller is told at once")
    void answersNothing() {
        serve(call -> Future.succeededFuture());
        var noise = ExpectedNoise.with("an operation answered nothing");
        try (noise) {
            assertThat(problemCode(call(), SOON)).isEqualTo("polyport.internal");
        }
    }

    @Test
    @DisplayName("GW-15 a service learns which connections the policy allows where the path names none")
    void connections() {
        serve(call -> {
            call.requireConnection(call.query().text("name").orElseThrow());
            return Future.succeededFuture(Answer.empty(200));
        });
        assertThat(value(naming("archive-1")).status()).isEqualTo(200);
        assertThat(problemCode(naming("payroll"), SOON)).isEqualTo("request.forbidden-object");
    }

    private Future<HouseCaller.Collected> naming(String connection) {
        var asked = HouseCaller.envelope("odd.do", Map.of(), "name=" + connection, Envelope.Body.NONE, SOON);
        return caller.call(
                "odd",
                service.instance(),
                new Envelope(
                        asked.request(),
                        asked.principal(),
                        asked.objects(),
                        List.of("archive*", "~"),
                        List.of(),
                        asked.trace(),
                        asked.deadline(),
                        asked.timeout(),
                        asked.origin(),
                        asked.body(),
                        asked.flow()));
    }
}
