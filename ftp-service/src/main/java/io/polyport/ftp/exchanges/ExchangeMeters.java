package io.polyport.ftp.exchanges;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What operators see of exchanges: runs, and how long ago the last one did something. */
final class ExchangeMeters {
    private final MeterRegistry registry;
    private final Map<String, Long> successes = new ConcurrentHashMap<>();

    ExchangeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(String exchange) {
        Gauge.builder("polyport.ftp.exchange.since.success", () -> age(exchange))
                .tag("exchange", exchange)
                .baseUnit("seconds")
                .description(
                        "Seconds since the exchange's last success, on whatever instance; no number before the first")
                .register(registry);
    }

    private double age(String exchange) {
        Long last = successes.get(exchange);
        return last == null ? Double.NaN : (System.currentTimeMillis() - last) / 1000.0;
    }

    void done(String exchange, String what) {
        count(exchange, what, "done");
        successes.put(exchange, System.currentTimeMillis());
    }

    void failed(String exchange, String what) {
        count(exchange, what, "failed");
    }

    private void count(String exchange, String what, String result) {
        registry.counter("polyport.ftp.exchange.runs", "exchange", exchange, "what", what, "result", result)
                .increment();
    }

    /** Another instance may have done the last one. */
    void seen(String exchange, JsonObject body) {
        for (String task : new String[] {Tasks.DOWNLOAD, Tasks.REQUEST, Tasks.UPLOAD}) {
            JsonObject part = body.getJsonObject(task, new JsonObject());
            if (part.getString("lastSuccess") != null) {
                successes.merge(
                        exchange, Instant.parse(part.getString("lastSuccess")).toEpochMilli(), Math::max);
            }
        }
    }
}
