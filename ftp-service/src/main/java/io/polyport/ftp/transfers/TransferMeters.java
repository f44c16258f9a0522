package io.polyport.ftp.transfers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What all event loops of this process do together. */
public final class TransferMeters {
    private final AtomicInteger running = new AtomicInteger();
    private final Counter bytes;

    public TransferMeters(MeterRegistry meters) {
        Gauge.builder("polyport.ftp.transfers.running", running, AtomicInteger::get)
                .description("Transfers between servers that this instance works on")
                .register(meters);
        bytes = Counter.builder("polyport.ftp.transfers.bytes")
                .baseUnit("bytes")
                .description("Bytes that transfers between servers have sent")
                .register(meters);
    }

    void began() {
        running.incrementAndGet();
    }

    void ended() {
        running.decrementAndGet();
    }

    void sent(long count) {
        bytes.increment((double) count);
    }
}
