package io.polyport.standalone.trade;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Small PNG pictures: squares of two colours (PNG specification, W3C, sections 5 and 11). */
final class Picture {
    private static final int SIDE = 16;
    private static final int SQUARE = 4;
    private static final int SLACK = 64;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte BITS = 8;
    private static final byte RGB = 2;

    private Picture() {}

    /** @param number chooses the colours */
    static byte[] png(int number) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        chunk(
                file,
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(SIDE)
                        .putInt(SIDE)
                        .put(BITS)
                        .put(RGB)
                        .array());
        chunk(file, "IDAT", deflated(points(number)));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] points(int number) {
        var points = ByteBuffer.allocate(SIDE * (1 + SIDE * 3));
        for (int y = 0; y < SIDE; y++) {
            // No filter.
            points.put((byte) 0);
            for (int x = 0; x < SIDE; x++) {
                boolean dark = (x / SQUARE + y / SQUARE) % 2 == 0;
                points.put((byte) (dark ? 40 + number * 20 : 240));
                points.put((byte) (dark ? 90 : 230 - number * 10));
                points.put((byte) (dark ? 160 - number * 15 : 210));
            }
        }
        return points.array();
    }

    /** Not compressed, since compressors differ between machines and the base must not. */
    private static byte[] deflated(byte[] points) {
        var deflater = new Deflater(Deflater.NO_COMPRESSION);
        try {
            deflater.setInput(points);
            deflater.finish();
            var bytes = new byte[points.length + SLACK];
            int length = deflater.deflate(bytes);
            return Arrays.copyOf(bytes, length);
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(name);
        file.writeBytes(data);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
