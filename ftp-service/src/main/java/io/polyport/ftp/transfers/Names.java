package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Paths below the two ends of a transfer. */
final class Names {
    private static final String MARK = ".polyport-";
    private static final String ENDING = ".part";
    private static final String REPLACED = ".old";

    private Names() {}

    /** A relative path's raw names as text for a record: base64url, divided by dots; which no name is. */
    static String encoded(FtpPath relative) {
        return String.join(
                ".",
                relative.segments().stream()
                        .map(name -> Base64.getUrlEncoder().withoutPadding().encodeToString(name))
                        .toList());
    }

    static FtpPath decoded(String encoded) {
        FtpPath path = FtpPath.here();
        for (String name : encoded.isEmpty() ? new String[0] : encoded.split("\\.")) {
            path = path.child(Base64.getUrlDecoder().decode(name));
        }
        return path;
    }

    /** A path for people and JSON: what the caller has named, and what is below it. */
    static String shown(String base, FtpPath relative, Charset charset) {
        if (relative.isEmpty()) {
            return base;
        }
        String slash = base.isEmpty() || base.endsWith("/") ? base : base + "/";
        return slash
                + String.join(
                        "/",
                        relative.segments().stream()
                                .map(name -> new String(name, charset).replaceAll("\\p{Cntrl}", "?"))
                                .toList());
    }

    /**
     * The same names for a server with another charset. Fails with {@code ftp.name-not-encodable} when one can't be said
     * there, or is no text in its own charset.
     */
    static FtpPath translated(FtpPath relative, Charset from, Charset to) {
        FtpPath path = FtpPath.here();
        for (byte[] name : relative.segments()) {
            // The same bytes mean the same there, also those that are no text.
            path = from.equals(to) ? path.child(name) : path.child(text(name, from));
        }
        try {
            path.encode(to);
        } catch (CharacterCodingException unsayable) {
            throw FtpProblems.NAME_NOT_ENCODABLE.toException("The name can't be said in " + to
                    + ", which the target server's names are in. " + FtpProblems.NAME_NOT_ENCODABLE.advice());
        }
        return path;
    }

    private static String text(byte[] name, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(name)).toString();
        } catch (CharacterCodingException noText) {
            throw FtpProblems.NAME_NOT_ENCODABLE.toException("The name's bytes are no text in " + charset
                    + ", which the source server's names are in. Correct the connection's encoding.");
        }
    }

    /** A file's temporary name. */
    static String temporary(String mark) {
        return mark + ENDING;
    }

    /** The name that the file has which is to be replaced, for the moment of that. */
    static String replaced(String mark) {
        return mark + REPLACED;
    }

    /** What a file's temporary names begin with: the same whoever goes on with it, and nobody else's. */
    static String mark(String transfer, FtpPath target) {
        try {
            var hash = MessageDigest.getInstance("SHA-256");
            hash.update(transfer.getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
            hash.update(target.bytes());
            return MARK + HexFormat.of().formatHex(hash.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Whether it is a file that somebody is still sending, or replacing. */
    static boolean isTemporary(String name) {
        return name.startsWith(MARK) && (name.endsWith(ENDING) || name.endsWith(REPLACED));
    }

    /** Compares names as bytes: the order of a walk, whatever order a server lists in. */
    static int compare(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other);
    }
}
