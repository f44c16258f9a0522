package io.polyport.gateway.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A JWS in compact form (RFC 7515 §7.1), taken apart and not yet believed. Stricter than the RFCs where readers differ:
 * canonical base64url, JSON that reads in one way, no {@code crit}, no unencoded payload (RFC 7797), no nested token,
 * no encrypted one.
 *
 * @param algorithm the header's {@code alg}, as it stands there
 * @param keyId the header's {@code kid}
 * @param type the header's {@code typ}
 * @param signed what the signature is over
 */
record CompactToken(
        JWSHeader header,
        String algorithm,
        Optional<String> keyId,
        Optional<String> type,
        JsonObject claims,
        String signed,
        Base64URL signature) {
    private static final int MAX_KEY_ID = 256;

    /** Fails with a refusal; never with anything else. */
    static CompactToken parse(String text) {
        var first = text.indexOf('.');
        var second = text.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            throw IdentityProblems.refused(Refusal.MALFORMED);
        }
        try {
            var headerPart = text.substring(0, first);
            var members = StrictJson.object(decode(headerPart));
            var claims = StrictJson.object(decode(text.substring(first + 1, second)));
            var signature = text.substring(second + 1);
            refuseExtensions(members);
            var algorithm = algorithm(members);
            decode(signature);
            return new CompactToken(
                    JWSHeader.parse(new Base64URL(headerPart)),
                    algorithm,
                    keyId(members),
                    string(members, "typ"),
                    claims,
                    text.substring(0, second),
                    new Base64URL(signature));
        } catch (IOException | ParseException | IllegalArgumentException | IllegalStateException _unreadable) {
            throw IdentityProblems.refused(Refusal.MALFORMED);
        }
    }

    private static void refuseExtensions(JsonObject header) throws IOException {
        for (var name : new String[] {"crit", "b64", "zip", "enc", "cty"}) {
            if (header.containsKey(name)) {
                throw new IOException("header names an extension");
            }
        }
    }

    private static String algorithm(JsonObject header) throws IOException {
        var algorithm = string(header, "alg").orElseThrow(() -> new IOException("no alg"));
        if (algorithm.equalsIgnoreCase("none")) {
            throw IdentityProblems.refused(Refusal.ALGORITHM);
        }
        return algorithm;
    }

    private static Optional<String> keyId(JsonObject header) throws IOException {
        var keyId = string(header, "kid");
        if (keyId.isPresent() && (keyId.get().isEmpty() || keyId.get().length() > MAX_KEY_ID)) {
            throw new IOException("kid of a strange length");
        }
        return keyId;
    }

    private static Optional<String> string(JsonObject header, String name) throws IOException {
        if (!header.containsKey(name)) {
            return Optional.empty();
        }
        if (header.getValue(name) instanceof String text) {
            return Optional.of(text);
        }
        throw new IOException(name + " is not a string");
    }

    /** Bytes of canonical, unpadded base64url that is not empty. */
    private static byte[] decode(String part) throws IOException {
        var bytes = Base64.getUrlDecoder().decode(part);
        var canonical = Base64.getUrlEncoder().withoutPadding().encode(bytes);
        if (part.isEmpty() || !Arrays.equals(canonical, part.getBytes(StandardCharsets.ISO_8859_1))) {
            throw new IOException("not canonical base64url");
        }
        return bytes;
    }
}
