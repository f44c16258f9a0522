package io.polyport.grpc;

import io.polyport.kit.fixtures.contract.BodyForm;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.streams.ReadStream;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Bytes in the field {@code data} of messages: a line each in a request, records in an answer (GR-21, GR-22). */
final class RecordedBytes implements BodyForm {
    @Override
    public ReadStream<Buffer> carry(ReadStream<Buffer> bytes) {
        return new Lines(bytes);
    }

    @Override
    public UnaryOperator<Buffer> reader() {
        var bytes = new Buffer[1];
        var lines = RecordParser.newDelimited("\n", line -> {
            var json = new JsonObject(line);
            var status = json.getJsonObject("status");
            if (status == null) {
                String data = json.getJsonObject("message").getString("data");
                bytes[0].appendBytes(Base64.getDecoder().decode(data));
            } else if (status.getInteger("code") != 0) {
                throw GrpcProblems.of(GrpcCode.of(status.getInteger("code"))).toException(status.getString("message"));
            }
        });
        return piece -> {
            bytes[0] = Buffer.buffer();
            lines.handle(piece);
            return bytes[0];
        };
    }

    @Override
    public boolean tellsFailures() {
        return true;
    }

    private record Lines(ReadStream<Buffer> bytes) implements ReadStream<Buffer> {
        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> handler) {
            bytes.handler(
                    handler == null
                            ? null
                            : piece -> handler.handle(new JsonObject()
                                    .put("data", piece.getBytes())
                                    .toBuffer()
                                    .appendByte((byte) '\n')));
            return this;
        }

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            bytes.exceptionHandler(handler);
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> handler) {
            bytes.endHandler(handler);
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            bytes.pause();
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            bytes.resume();
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            bytes.fetch(amount);
            return this;
        }
    }
}
