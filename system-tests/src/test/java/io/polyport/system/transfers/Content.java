package io.polyport.system.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file's bytes, made again from their seed wherever they are needed, so that every single one can be compared. */
public record Content(long seed, long size) {
    private static final int PIECE = 64 * 1024;

    public void write(Path file) {
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long at = 0; at < size; at += PIECE) {
                int length = (int) Math.min(PIECE, size - at);
                Pattern.fill(piece, length, seed, at);
                out.write(piece, 0, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails when the file has other bytes, or more or fewer of them. */
    void assertIn(Path file) {
        byte[] piece = new byte[PIECE];
        try (InputStream in = Files.newInputStream(file)) {
            var comparison = compare();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                comparison.take(piece, length);
            }
            comparison.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Comparison compare() {
        return new Comparison(this);
    }

    /** Compares bytes in the order in which they come, for one thread. */
    static final class Comparison {
        private final Content content;
        private byte[] expected = new byte[PIECE];
        private long at;

        private Comparison(Content content) {
            this.content = content;
        }

        void take(byte[] bytes, int length) {
            if (at + length > content.size) {
                throw new AssertionError("more than " + content.size + " bytes came");
            }
            if (expected.length < length) {
                expected = new byte[length];
            }
            Pattern.fill(expected, length, content.seed, at);
            int different = Arrays.mismatch(bytes, 0, length, expected, 0, length);
            if (different >= 0) {
                throw new AssertionError("byte " + (at + different) + " of " + content.size + " is another one");
            }
            at += length;
        }

        void end() {
            assertThat(at).as("bytes that came").isEqualTo(content.size);
        }
    }
}
