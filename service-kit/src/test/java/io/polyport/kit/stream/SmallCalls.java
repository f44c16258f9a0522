package io.polyport.kit.stream;

import io.polyport.kit.bus.Envelope;
import io.polyport.kit.fixtures.HouseCaller;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Small calls, a few at a time, and how long they took. */
final class SmallCalls {
    private final HouseCaller caller;
    private final String instance;
    private final long[] micros;
    private final Promise<JsonObject> done = Promise.promise();
    private int begun;
    private int ended;
    private int failed;

    private SmallCalls(HouseCaller caller, String instance, int count) {
        this.caller = caller;
        this.instance = instance;
        this.micros = new long[count];
    }

    /** Microseconds at the median, the 99th percentile and the slowest; how many failed. */
    static Future<JsonObject> measure(HouseCaller caller, String instance, int count, int atOnce) {
        var calls = new SmallCalls(caller, instance, count);
        caller.loop().runOnContext(ignored -> {
            for (int i = 0; i < atOnce; i++) {
                calls.next();
            }
        });
        return calls.done.future();
    }

    private void next() {
        if (begun == micros.length) {
            return;
        }
        begun++;
        long start = System.nanoTime();
        var envelope =
                HouseCaller.envelope("reference.small", Map.of(), "", Envelope.Body.NONE, Duration.ofSeconds(10));
        caller.call("reference", instance, envelope).onComplete(result -> {
            micros[ended++] = (System.nanoTime() - start) / 1_000;
            failed += result.failed() ? 1 : 0;
            if (ended == micros.length) {
                done.complete(summary());
            } else {
                next();
            }
        });
    }

    private JsonObject summary() {
        Arrays.sort(micros);
        return new JsonObject()
                .put("p50", micros[micros.length / 2])
                .put("p99", micros[micros.length - 1 - micros.length / 100])
                .put("max", micros[micros.length - 1])
                .put("failed", failed);
    }
}
