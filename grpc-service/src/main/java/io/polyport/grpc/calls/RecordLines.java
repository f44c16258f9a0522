package io.polyport.grpc.calls;

import io.polyport.kit.bus.BusProblems;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Cuts a body into its lines, whatever stands in them: a record that is not whole can't swallow the next one, and is told
 * when it comes. Blank lines, with which some callers keep a connection alive, are passed over.
 */
final class RecordLines implements BodyCut {
    private final int most;
    private final Consumer<Buffer> records;
    private Buffer begun = Buffer.buffer();

    /** @param most bytes of one record */
    RecordLines(int most, Consumer<Buffer> records) {
        this.most = most;
        this.records = records;
    }

    @Override
    public void add(Buffer bytes) {
        byte[] raw = bytes.getBytes();
        int from = 0;
        for (int at = 0; at < raw.length; at++) {
            if (raw[at] == '\n') {
                take(raw, from, at);
                give();
                from = at + 1;
            }
        }
        take(raw, from, raw.length);
    }

    private void take(byte[] raw, int from, int to) {
        if (begun.length() + (to - from) > most) {
            throw BusProblems.TOO_LARGE.toException("A record may have at most " + most + " bytes.");
        }
        begun.appendBytes(raw, from, to - from);
    }

    private void give() {
        Buffer line = begun;
        begun = Buffer.buffer();
        for (int at = 0; at < line.length(); at++) {
            byte letter = line.getByte(at);
            if (letter != ' ' && letter != '\t' && letter != '\r') {
                records.accept(line);
                return;
            }
        }
    }

    @Override
    public void end() {
        give();
    }
}
