package io.polyport.ftp.operations;

import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.RecordStream;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;

/**
 * Records as a body: a JSON object with one array, or NDJSON, a line each. NDJSON ends with a status record, for failures
 * too; a JSON body whose source fails is broken off.
 */
final class RecordsBody<T> implements RecordStream.Form<T> {
    private final Function<T, JsonObject> record;
    private final boolean lines;
    private long count;

    private RecordsBody(Function<T, JsonObject> record, boolean lines) {
        this.record = record;
        this.lines = lines;
    }

    /** @param source paused */
    static <T> RecordStream<T> of(
            Context context, ReadStream<T> source, Function<T, JsonObject> record, boolean lines) {
        return new RecordStream<>(context, source, new RecordsBody<>(record, lines));
    }

    @Override
    public void begin(Buffer piece) {
        if (!lines) {
            piece.appendString("{\"entries\":[");
        }
    }

    @Override
    public void add(Buffer piece, T value) {
        if (count++ > 0 && !lines) {
            piece.appendByte((byte) ',');
        }
        piece.appendBuffer(record.apply(value).toBuffer());
        if (lines) {
            piece.appendByte((byte) '\n');
        }
    }

    @Override
    public void end(Buffer piece) {
        piece.appendString(lines ? status(new JsonObject().put("code", "ok")) : "]}");
    }

    @Override
    public boolean fail(Buffer piece, Throwable cause) {
        if (lines) {
            piece.appendString(status(Problems.of(cause).problem().toJson()));
        }
        return lines;
    }

    private String status(JsonObject status) {
        return new JsonObject().put("status", status.put("entries", count)).encode() + "\n";
    }
}
