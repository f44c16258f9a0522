package io.polyport.kit.pem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** The little of DER (X.690) that turns the older forms of private keys into PKCS#8 (RFC 5208). */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int EC_PARAMETERS = 0xA0;
    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    /** 1.2.840.113549.1.1.1 with NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    /** 1.2.840.10045.2.1; the curve comes after it. */
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {}

    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTET_STRING, pkcs1));
    }

    /** Fails with an {@link IllegalArgumentException} when the key does not name its curve (RFC 5915). */
    static byte[] pkcs8OfEc(byte[] sec1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve(sec1)), element(OCTET_STRING, sec1));
    }

    private static byte[] curve(byte[] sec1) {
        var position = contentStart(sec1, 0);
        while (position < sec1.length) {
            var start = contentStart(sec1, position);
            var end = start + contentLength(sec1, position);
            if ((sec1[position] & 0xFF) == EC_PARAMETERS) {
                return Arrays.copyOfRange(sec1, start, end);
            }
            position = end;
        }
        throw new IllegalArgumentException("no curve");
    }

    private static int contentStart(byte[] der, int element) {
        var first = der[element + 1] & 0xFF;
        return element + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int contentLength(byte[] der, int element) {
        var first = der[element + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        var length = 0;
        for (var i = 0; i < (first & 0x7F); i++) {
            length = (length << 8) | (der[element + 2 + i] & 0xFF);
        }
        if (length < 0) {
            throw new IllegalArgumentException("length too large");
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        var length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            var bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (var i = bytes - 1; i >= 0; i--) {
                out.write(length >> (8 * i));
            }
        }
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
