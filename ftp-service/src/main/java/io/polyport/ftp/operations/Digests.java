package io.polyport.ftp.operations;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.RunningSum;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The digests of its body that a call announces in Content-Digest and Repr-Digest (RFC 9530): with PUT the same bytes for
 * both. Algorithms that are not known are passed over, as the RFC says.
 */
record Digests(List<Announced> announced) {
    /** One digest, and the field that holds it. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this room
    record Announced(String field, String algorithm, byte[] value) {}

    private static final List<String> FIELDS = List.of("content-digest", "repr-digest");

    /** A member of a dictionary whose value is bytes (RFC 8941 §3.2, §3.3.5), parameters behind it passed over. Never tries a text twice. */
    private static final Pattern MEMBER =
            Pattern.compile("[ \\t]*+([a-z*][a-z0-9_.*-]*+)=:([A-Za-z0-9+/=]*+):(?:;[^,:]*+)?+[ \\t]*+(?:,|$)");

    Digests {
        announced = List.copyOf(announced);
    }

    static Digests of(Call call) {
        var all = new ArrayList<Announced>();
        for (String field : FIELDS) {
            String value = call.envelope().request().headers().stream()
                    .filter(header -> header.getKey().equals(field))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.joining(","));
            if (!value.isBlank()) {
                all.addAll(parse(field, value));
            }
        }
        return new Digests(all.stream()
                .filter(one -> RunningSum.isRegistered(one.algorithm()))
                .toList());
    }

    /** Throws {@code request.invalid}. */
    static List<Announced> parse(String field, String value) {
        var found = new ArrayList<Announced>();
        Matcher member = MEMBER.matcher(value);
        int at = 0;
        while (at < value.length()) {
            if (!member.region(at, value.length()).lookingAt()) {
                throw malformed(field);
            }
            try {
                found.add(new Announced(
                        field, member.group(1), Base64.getDecoder().decode(member.group(2))));
            } catch (IllegalArgumentException notBase64) {
                throw malformed(field);
            }
            at = member.end();
        }
        if (value.endsWith(",")) {
            throw malformed(field);
        }
        return found;
    }

    /** Those of one field. */
    Digests in(String field) {
        return new Digests(
                announced.stream().filter(one -> one.field().equals(field)).toList());
    }

    boolean isEmpty() {
        return announced.isEmpty();
    }

    /** The algorithms, each once. */
    Set<String> algorithms() {
        return announced.stream().map(Announced::algorithm).collect(Collectors.toSet());
    }

    /**
     * Fails with {@code ftp.digest-mismatch} unless every announced digest is that of what arrived.
     *
     * @param consequence what a mismatch means for the file, as a sentence
     */
    void check(Map<String, byte[]> arrived, long bytes, String consequence) {
        for (Announced one : announced) {
            byte[] actual = arrived.get(one.algorithm());
            if (!java.security.MessageDigest.isEqual(one.value(), actual)) {
                throw Problem.of(
                                FtpProblems.DIGEST_MISMATCH,
                                "The " + bytes + " bytes that arrived have the " + one.algorithm() + " digest "
                                        + HexFormat.of().formatHex(actual) + ", which is not that in " + one.field()
                                        + ". " + consequence + " " + FtpProblems.DIGEST_MISMATCH.advice())
                        .withField("header:" + one.field(), "is not the digest of the body")
                        .toException();
            }
        }
    }

    private static RuntimeException malformed(String field) {
        String fault = "has to be like sha-256=:<base64>: (RFC 9530)";
        return Problem.of(BusProblems.BAD_REQUEST, "The header " + field + " " + fault + ".")
                .withField("header:" + field, fault)
                .toException();
    }
}
