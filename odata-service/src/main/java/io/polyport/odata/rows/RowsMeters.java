package io.polyport.odata.rows;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** What operators see of the readings. */
final class RowsMeters {
    private final Counter rows;
    private final Counter stopped;
    private final Counter timedOut;
    private final Counter refused;

    RowsMeters(MeterRegistry meters) {
        rows = counter(meters, "polyport.odata.rows", "Rows read from the database");
        stopped = counter(meters, "polyport.odata.readings.cancelled", "Readings whose caller left before their end");
        timedOut = counter(meters, "polyport.odata.readings.timeouts", "Readings that the statement timeout ended");
        refused = counter(meters, "polyport.odata.readings.refused", "Readings for which there was no turn in time");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }

    /** To be called once. */
    static void watch(MeterRegistry meters, IntSupplier running, IntSupplier waiting) {
        Gauge.builder("polyport.odata.readings.running", running::getAsInt)
                .description("Readings that have a connection to the database")
                .register(meters);
        Gauge.builder("polyport.odata.readings.waiting", waiting::getAsInt)
                .description("Readings that wait for their turn")
                .register(meters);
    }

    void rows(long count) {
        rows.increment((double) count);
    }

    void stopped() {
        stopped.increment();
    }

    void timedOut() {
        timedOut.increment();
    }

    void refused() {
        refused.increment();
    }
}
