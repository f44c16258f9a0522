package io.polyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * A key that signatures are checked with.
 *
 * @param id its {@code kid}; a key without one fits tokens with any
 * @param algorithms the algorithms that this key, by its type, curve and own {@code alg}, can be used with
 * @param fingerprint the same for the same key material, for telling whether a key is still there
 */
record VerificationKey(Optional<String> id, Set<String> algorithms, String fingerprint, Check check) {

    /** Whether a signature is right; RSA and EC take some 50 to 100 µs, short enough for an event loop. */
    interface Check {
        boolean verify(JWSHeader header, byte[] signed, Base64URL signature) throws JOSEException;
    }

    boolean verifies(CompactToken token) {
        try {
            var signed = token.signed().getBytes(StandardCharsets.US_ASCII);
            return check.verify(token.header(), signed, token.signature());
        } catch (JOSEException | IllegalArgumentException _notASignatureOfThisKind) {
            return false;
        }
    }
}
