package io.polyport.ftp.zip;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP file (APPNOTE 6.3) that is written piece by piece: what goes in comes out at once, but for the window of the
 * compression and some hundred bytes for each entry, which the directory at the file's end needs. Sizes and sums stand
 * behind the contents, since nobody knows them before; readers that read from front to back understand that of compressed
 * contents only, so everything is compressed, fast (a piece of 64 KiB takes one to three milliseconds on a busy machine of
 * two cores). Names are UTF-8. What is larger than 4 GiB, and more than 65,535 entries, is written as ZIP64.
 */
public final class ZipWriter {
    /** ZIP's clock begins here; for what has no time. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int MOST_SAME_NAMES = 1_000;

    private final Collector collected = new Collector();
    private final ZipOutputStream zip = new ZipOutputStream(collected, StandardCharsets.UTF_8);

    public ZipWriter() {
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** @param name with slashes, and one at its end when it is a directory's */
    public void begin(String name, Instant modified) {
        for (int copy = 1; !beginAs(name, copy, modified); copy++) {
            if (copy == MOST_SAME_NAMES) {
                throw new IllegalStateException("too many names of the server look the same in a ZIP file");
            }
        }
    }

    /** False when the name is taken: names that differ at the server may look the same as text. */
    private boolean beginAs(String name, int copy, Instant modified) {
        var entry = new ZipEntry(copy == 1 ? name : numbered(name, copy));
        if (modified == null) {
            entry.setTimeLocal(NO_TIME);
        } else {
            entry.setLastModifiedTime(FileTime.from(modified));
        }
        try {
            zip.putNextEntry(entry);
            return true;
        } catch (ZipException taken) {
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String numbered(String name, int copy) {
        return name.endsWith("/")
                ? name.substring(0, name.length() - 1) + " (" + copy + ")/"
                : name + " (" + copy + ")";
    }

    public void write(byte[] bytes) {
        try {
            zip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public void end() {
        try {
            zip.closeEntry();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Writes the directory; the file is whole when all has been taken. */
    public void finish() {
        try {
            zip.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Frees the memory of the compression, which is not Java's; the file is not made whole by it. */
    public void close() {
        collected.closed = true;
        try {
            zip.close();
        } catch (IOException half) {
            // It was never to be finished.
        }
    }

    /** Bytes that can be taken. */
    public int ready() {
        return collected.bytes.length() - collected.taken;
    }

    /** The next bytes, at most so many. */
    public Buffer take(int most) {
        int end = Math.min(collected.bytes.length(), collected.taken + most);
        Buffer piece = collected.bytes.slice(collected.taken, end);
        collected.taken = end;
        if (end == collected.bytes.length()) {
            collected.bytes = Buffer.buffer();
            collected.taken = 0;
        }
        return piece;
    }

    private static final class Collector extends OutputStream {
        private Buffer bytes = Buffer.buffer();
        private int taken;
        private boolean closed;

        @Override
        public void write(int one) {
            if (!closed) {
                bytes.appendByte((byte) one);
            }
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            if (!closed) {
                bytes.appendBytes(from, offset, length);
            }
        }
    }
}
