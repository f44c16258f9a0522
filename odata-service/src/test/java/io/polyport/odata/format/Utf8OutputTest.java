package io.polyport.odata.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class Utf8OutputTest {
    @Test
    @DisplayName("a document comes in pieces of at most 64 KB, whatever its parts' lengths, and nothing of it twice")
    void pieces() {
        List<Buffer> pieces = new ArrayList<>();
        var out = new Utf8Output(pieces::add);
        var expected = new StringBuilder();
        for (int length = 1; length < 5000; length += 7) {
            String part = Character.toString('a' + length % 26).repeat(length);
            expected.append(part);
            out.raw(part);
            out.put('-');
            expected.append('-');
        }
        out.end();
        assertThat(pieces).hasSizeGreaterThan(20);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.length()).isBetween(1, Utf8Output.PIECE));
        var whole = Buffer.buffer();
        pieces.forEach(whole::appendBuffer);
        assertThat(whole.toString()).isEqualTo(expected.toString());
    }

    @Test
    @DisplayName("one value that is longer than a piece goes through in pieces, escapes and all")
    void longText() {
        List<Buffer> pieces = new ArrayList<>();
        var out = new Utf8Output(pieces::add);
        String text = "ы\"\n\u0001\ud83d\ude00".repeat(100_000);
        Escapes.JSON.write(text, out);
        out.end();
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.length()).isBetween(1, Utf8Output.PIECE));
        var whole = Buffer.buffer();
        pieces.forEach(whole::appendBuffer);
        assertThat(whole.toString())
                .isEqualTo(text.replace("\"", "\\\"").replace("\n", "\\n").replace("\u0001", "\\u0001"));
    }

    @Test
    @DisplayName("a document of nothing is no piece")
    void nothing() {
        List<Buffer> pieces = new ArrayList<>();
        new Utf8Output(pieces::add).end();
        assertThat(pieces).isEmpty();
    }
}
