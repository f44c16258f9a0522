package io.polyport.odata;

import io.polyport.kit.fixtures.contract.BodyForm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.streams.ReadStream;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The suite's bytes in the property {@code Piece} of entities in JSON; nothing is written yet. */
final class PiecesOfJson implements BodyForm {
    private static final String PIECE = "\"Piece\": \"";

    @Override
    public ReadStream<Buffer> carry(ReadStream<Buffer> bytes) {
        throw new UnsupportedOperationException("no operation takes a body");
    }

    /** Each property stands in a line of its own (OD-20). */
    @Override
    public UnaryOperator<Buffer> reader() {
        var bytes = new Buffer[1];
        var lines = RecordParser.newDelimited("\n", line -> {
            String text = line.toString();
            int at = text.indexOf(PIECE);
            if (at >= 0) {
                int begin = at + PIECE.length();
                bytes[0].appendBytes(Base64.getUrlDecoder().decode(text.substring(begin, text.indexOf('"', begin))));
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
        return false;
    }
}
