package io.polyport.ftp.files;

import io.polyport.ftp.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** A sum that grows with the bytes. Those that are too weak against intent still show accidents. */
public sealed interface RunningSum {
    /** Algorithms of RFC 9530's registry, each as Java calls it; {@code crc32c} is beside them. */
    Map<String, String> DIGESTS = Map.of("sha-512", "SHA-512", "sha-256", "SHA-256", "sha", "SHA-1", "md5", "MD5");

    /** What FTP servers have, in the words of this interface. */
    Map<ChecksumAlgorithm, String> OF_SERVERS = Map.of(
            ChecksumAlgorithm.SHA_512, "sha-512",
            ChecksumAlgorithm.SHA_256, "sha-256",
            ChecksumAlgorithm.SHA_1, "sha",
            ChecksumAlgorithm.MD5, "md5",
            ChecksumAlgorithm.CRC32, "crc32");

    /** Whether it stands in RFC 9530's registry, and here. */
    static boolean isRegistered(String algorithm) {
        return DIGESTS.containsKey(algorithm) || algorithm.equals("crc32c");
    }

    static RunningSum of(String algorithm) {
        return switch (algorithm) {
            case "crc32" -> new Cyclic(new CRC32());
            case "crc32c" -> new Cyclic(new CRC32C());
            default -> Hash.of(DIGESTS.get(algorithm));
        };
    }

    void add(byte[] bytes);

    /** The sum, big-endian; asked for once, at the end. */
    byte[] value();

    /** A hash function. */
    record Hash(MessageDigest digest) implements RunningSum {
        static Hash of(String name) {
            try {
                return new Hash(MessageDigest.getInstance(name));
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java has " + name, missing);
            }
        }

        @Override
        public void add(byte[] bytes) {
            digest.update(bytes);
        }

        @Override
        public byte[] value() {
            return digest.digest();
        }
    }

    /** A cyclic redundancy check of 32 bits. */
    record Cyclic(Checksum sum) implements RunningSum {
        @Override
        public void add(byte[] bytes) {
            sum.update(bytes);
        }

        @Override
        public byte[] value() {
            return ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) sum.getValue())
                    .array();
        }
    }
}
