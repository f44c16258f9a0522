package io.polyport.kit.bus;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.address.InstanceId;
import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.fixtures.ReferenceService;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BusyCallersTest {
    private static final Keyring KEYS = new Keyring(Map.of("k1", new byte[32]), "k1");
    private static final Duration LOST_AFTER = Duration.ofSeconds(1);
    private static final int AT_ONCE = 500;

    private final Vertx vertx = Vertx.vertx();
    private final BusMember gateway = member();
    private final BusMember service = member();
    private HouseCaller caller;
    private int answered;

    private BusMember member() {
        String instance = InstanceId.random();
        var settings = new StreamSettings(
                8 << 20,
                8 << 20,
                256 << 10,
                512 << 10,
                1 << 20,
                Duration.ofMinutes(1),
                Duration.ofMillis(200),
                LOST_AFTER);
        return new BusMember(vertx, instance, KEYS, new Streams(vertx, instance, settings));
    }

    /**
     * One call behind the other until then, and more than one; fails with the first that fails otherwise than by a machine
     * that stands still for longer than an acknowledgement may take.
     */
    private Future<Void> callsUntil(long end, int before) {
        if (System.nanoTime() >= end && before > 1) {
            return Future.succeededFuture();
        }
        var envelope =
                HouseCaller.envelope("reference.small", Map.of(), "", Envelope.Body.NONE, Duration.ofSeconds(20));
        return caller.call("reference", service.instance(), envelope)
                .map(answer -> answered++)
                .recover(failure -> failure instanceof ProblemException problem
                                && problem.problem().code().equals("bus.no-answer")
                        ? Future.succeededFuture(0)
                        : Future.failedFuture(failure))
                .compose(done -> callsUntil(end, before + 1));
    }

    @Test
    @DisplayName(
            "GW-4 a service that answers every call at once, and so never has one open when it would ping, is not lost")
    void answersAtOnce() {
        value(new ReferenceService().start(service, 1));
        caller = value(HouseCaller.open(gateway));
        long end = System.nanoTime() + LOST_AFTER.multipliedBy(3).toNanos();
        List<Future<Void>> chains = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            chains.add(callsUntil(end, 0));
        }
        value(Future.all(chains), Duration.ofSeconds(30));
        assertThat(answered).isGreaterThan(AT_ONCE);
        value(vertx.close());
    }
}
