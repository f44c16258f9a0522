package io.polyport.kit.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.event.KeyValuePair;

/**
 * Writes lines on a thread of its own: those of {@value #GATHER_MILLIS} ms together, since a wake-up and a system call for
 * each line of the access log costs a busy gateway a tenth of its time. Who logs never waits for a reader that is stuck: what
 * does not fit into the queue is dropped, and counted in a line when there is room again.
 */
final class GatheringAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int QUEUE = 8192;
    private static final int MOST_TOGETHER = 512;
    private static final int GATHER_MILLIS = 5;
    private static final int STOP_MILLIS = 2_000;

    private final LineEncoder encoder;
    private final OutputStream out;
    private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread writer = new Thread(this::run, "log-writer");

    GatheringAppender(LineEncoder encoder, OutputStream out) {
        this.encoder = encoder;
        this.out = out;
        writer.setDaemon(true);
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    /** Writes what is queued, within {@value #STOP_MILLIS} ms. */
    @Override
    public void stop() {
        if (isStarted()) {
            super.stop();
            stopping.countDown();
            // Only while it waits for a line: a write is left alone.
            if (queue.isEmpty()) {
                writer.interrupt();
            }
            try {
                writer.join(STOP_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        var events = new ArrayList<ILoggingEvent>(MOST_TOGETHER);
        try {
            while (isStarted()) {
                events.add(queue.take());
                if (queue.size() < MOST_TOGETHER) {
                    stopping.await(GATHER_MILLIS, TimeUnit.MILLISECONDS);
                }
                write(events);
            }
        } catch (InterruptedException stopped) {
            write(events);
        }
        while (!queue.isEmpty()) {
            write(events);
        }
    }

    private void write(List<ILoggingEvent> events) {
        queue.drainTo(events, MOST_TOGETHER - events.size());
        var lines = new StringBuilder(events.size() * 400);
        events.forEach(event -> add(lines, event));
        events.clear();
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            add(lines, lossOf(lost));
        }
        try {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException nobodyReads) {
            addError("the log can't be written", nobodyReads);
        }
    }

    private void add(StringBuilder lines, ILoggingEvent event) {
        int before = lines.length();
        try {
            encoder.append(lines, event);
        } catch (RuntimeException unreadable) {
            lines.setLength(before);
            addError("an event can't be written", unreadable);
        }
    }

    private ILoggingEvent lossOf(long lines) {
        var logger = ((LoggerContext) getContext()).getLogger(GatheringAppender.class);
        var event = new LoggingEvent(
                GatheringAppender.class.getName(),
                logger,
                Level.WARN,
                "lines of this log were dropped: its reader was too slow",
                null,
                null);
        event.setKeyValuePairs(List.of(new KeyValuePair("lines", lines)));
        return event;
    }
}
