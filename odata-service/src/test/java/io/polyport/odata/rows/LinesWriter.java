package io.polyport.odata.rows;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;

/** Writes each row of {@link WideTable} as a line, as cheaply as a writer can that looks at every value. */
final class LinesWriter {
    private static final int PIECE = 64 * 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<Buffer> output;
    private byte[] bytes = new byte[PIECE + 16 * 1024];
    private int length;
    long total;

    LinesWriter(Consumer<Buffer> output) {
        this.output = output;
    }

    /** @param sections whether child 0 is written too */
    long write(Found found, boolean sections) {
        Cursor rows = found.rows();
        long count = 0;
        while (rows.next()) {
            count++;
            row(rows.row());
            if (sections) {
                var part = rows.child(0);
                while (part.next()) {
                    guid(part.row().guid(0));
                    add(part.row().decimal(1));
                    add(part.row().utf8(2));
                }
            }
            bytes[length++] = '\n';
            if (length >= PIECE) {
                flush();
            }
        }
        flush();
        return count;
    }

    private void row(Row row) {
        for (int column = 0; column < 3; column++) {
            guid(row.guid(column));
        }
        for (int column = 3; column < 5; column++) {
            var moment = row.moment(column);
            digits(moment.getYear(), 4);
            digits(moment.getMonthValue(), 2);
            digits(moment.getDayOfMonth(), 2);
            digits(moment.getHour(), 2);
            digits(moment.getMinute(), 2);
            digits(moment.getSecond(), 2);
        }
        for (int column = 5; column < 7; column++) {
            add(row.decimal(column));
        }
        for (int column = 7; column < 15; column++) {
            add(row.utf8(column));
        }
        for (int column = 15; column < 18; column++) {
            bytes[length++] = (byte) (row.flag(column) ? '1' : '0');
        }
        for (int column = 18; column < 20; column++) {
            add(row.decimal(column));
        }
    }

    private void add(byte[] value) {
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        bytes[length++] = '\t';
    }

    private void digits(int value, int count) {
        for (int i = length + count - 1, rest = value; i >= length; i--, rest /= 10) {
            bytes[i] = (byte) ('0' + rest % 10);
        }
        length += count;
    }

    private void guid(UUID guid) {
        hex(guid.getMostSignificantBits());
        hex(guid.getLeastSignificantBits());
    }

    private void hex(long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 15];
        }
    }

    private void flush() {
        if (length > 0) {
            total += length;
            output.accept(Buffer.buffer(length).appendBytes(bytes, 0, length));
            length = 0;
        }
    }
}
