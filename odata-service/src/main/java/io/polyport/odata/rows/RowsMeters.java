package io.polyport.odata.rows;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** What operators see of the readings of one database. */
final class RowsMeters {
    private static final String DATABASE = "database";

    private final MeterRegistry registry;
    private final String database;
    private final List<Meter> registered = new ArrayList<>();
    private final Counter rows;
    private final Counter cancelled;
    private final Counter timedOut;
    private final Counter refused;

    /** @param database its name, where a program has several */
    RowsMeters(MeterRegistry registry, String database) {
        this.registry = registry;
        this.database = database;
        rows = counter("polyport.odata.rows", "Rows read from the database");
        cancelled = counter("polyport.odata.readings.cancelled", "Readings whose caller left before their end");
        timedOut = counter("polyport.odata.readings.timeouts", "Readings that the statement timeout ended");
        refused = counter("polyport.odata.readings.refused", "Readings for which there was no turn in time");
    }

    private Counter counter(String name, String description) {
        var counter = Counter.builder(name)
                .tag(DATABASE, database)
                .description(description)
                .register(registry);
        registered.add(counter);
        return counter;
    }

    void watch(IntSupplier running, IntSupplier waiting) {
        gauge("polyport.odata.readings.running", "Readings that have a connection to the database", running);
        gauge("polyport.odata.readings.waiting", "Readings that wait for their turn", waiting);
    }

    private void gauge(String name, String description, IntSupplier value) {
        registered.add(Gauge.builder(name, value::getAsInt)
                .tag(DATABASE, database)
                .description(description)
                .register(registry));
    }

    void rows(long count) {
        rows.increment((double) count);
    }

    void cancelled() {
        cancelled.increment();
    }

    void timedOut() {
        timedOut.increment();
    }

    void refused() {
        refused.increment();
    }

    /** The database is closed; one of the same name may be opened later. */
    void close() {
        registered.forEach(registry::remove);
    }
}
