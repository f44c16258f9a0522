package io.polyport.ftp.files;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A body whose bytes are summed up as they pass, on the event loop, a piece of at most a frame at a time. One whose sums are
 * not right fails at its end instead of ending, so that nobody takes it for whole.
 */
public final class SummedBody implements ReadStream<Buffer> {
    /** Fails by throwing. */
    public interface Check {
        void check(Map<String, byte[]> sums, long bytes);
    }

    private final ReadStream<Buffer> body;
    private final Check check;
    private final Map<String, RunningSum> running = new LinkedHashMap<>();
    private final Map<String, byte[]> sums = new LinkedHashMap<>();
    private long bytes;
    private Handler<Throwable> exceptionHandler;

    public SummedBody(ReadStream<Buffer> body, Set<String> algorithms, Check check) {
        this.body = body;
        this.check = check;
        algorithms.forEach(algorithm -> running.put(algorithm, RunningSum.of(algorithm)));
    }

    /** By algorithm, after the end. */
    public Map<String, byte[]> sums() {
        return Map.copyOf(sums);
    }

    @Override
    public SummedBody handler(Handler<Buffer> handler) {
        body.handler(
                handler == null
                        ? null
                        : piece -> {
                            byte[] content = piece.getBytes();
                            bytes += content.length;
                            running.values().forEach(sum -> sum.add(content));
                            handler.handle(piece);
                        });
        return this;
    }

    @Override
    public SummedBody endHandler(Handler<Void> handler) {
        body.endHandler(handler == null ? null : end -> end(handler));
        return this;
    }

    private void end(Handler<Void> handler) {
        running.forEach((algorithm, sum) -> sums.put(algorithm, sum.value()));
        try {
            check.check(sums, bytes);
        } catch (RuntimeException wrong) {
            if (exceptionHandler != null) {
                exceptionHandler.handle(wrong);
            }
            return;
        }
        handler.handle(null);
    }

    @Override
    public SummedBody exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        body.exceptionHandler(handler);
        return this;
    }

    @Override
    public SummedBody pause() {
        body.pause();
        return this;
    }

    @Override
    public SummedBody resume() {
        body.resume();
        return this;
    }

    @Override
    public SummedBody fetch(long amount) {
        body.fetch(amount);
        return this;
    }
}
