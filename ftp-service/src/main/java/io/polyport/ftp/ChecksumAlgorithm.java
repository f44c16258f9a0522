package io.polyport.ftp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ways to sum up a file's bytes that FTP servers have, the strongest first. */
public enum ChecksumAlgorithm {
    SHA_512("SHA-512", 64),
    SHA_256("SHA-256", 32),
    SHA_1("SHA-1", 20),
    MD5("MD5", 16),
    /** Of ISO 3309, as in ZIP. It shows accidents, not intent. */
    CRC32("CRC32", 4);

    private final String title;
    private final int bytes;

    ChecksumAlgorithm(String title, int bytes) {
        this.title = title;
        this.bytes = bytes;
    }

    /** Its name as HASH (draft-bryan-ftp-hash) and callers say it. */
    public String title() {
        return title;
    }

    /** Length of a sum. */
    public int bytes() {
        return bytes;
    }

    /** Commands that tell such a sum, besides HASH. */
    public List<String> commands() {
        return switch (this) {
            case SHA_512 -> List.of("XSHA512");
            case SHA_256 -> List.of("XSHA256");
            case SHA_1 -> List.of("XSHA1", "XSHA");
            case MD5 -> List.of("XMD5", "MD5");
            case CRC32 -> List.of("XCRC");
        };
    }

    /** By its name, in any case, with or without hyphens: {@code sha256} is {@code SHA-256}. */
    public static Optional<ChecksumAlgorithm> of(String name) {
        String bare = bare(name);
        return Arrays.stream(values())
                .filter(one -> bare(one.title).equals(bare))
                .findFirst();
    }

    private static String bare(String name) {
        return name.replace("-", "").toUpperCase(Locale.ROOT);
    }
}
