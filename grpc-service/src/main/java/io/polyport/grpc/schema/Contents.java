package io.polyport.grpc.schema;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Names contents by what is in them, so that equal ones are compiled once. */
final class Contents {
    private Contents() {}

    static String name(Map<String, String> protos) {
        MessageDigest digest = begin("protos");
        new TreeMap<>(protos).forEach((name, text) -> {
            add(digest, name.getBytes(StandardCharsets.UTF_8));
            add(digest, text.getBytes(StandardCharsets.UTF_8));
        });
        return end(digest);
    }

    static String name(String kind, Buffer content) {
        MessageDigest digest = begin(kind);
        add(digest, content.getBytes());
        return end(digest);
    }

    private static MessageDigest begin(String kind) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, kind.getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** With its length before it, so that no two sequences of parts are the same bytes. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update(
                java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
    }

    private static String end(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
