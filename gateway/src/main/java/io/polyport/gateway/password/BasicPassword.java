package io.polyport.gateway.password;

import io.polyport.gateway.identity.IdentityProblems;
import io.polyport.gateway.identity.Refusal;
import io.polyport.gateway.text.Nfc;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;

/**
 * A user name and a password out of {@code Authorization: Basic} (RFC 7617), in UTF-8 and NFC: two keyboards may write one
 * letter in two ways.
 */
record BasicPassword(String user, String password) {
    private static final int SCHEME = "Basic ".length();
    private static final int MOST_CHARACTERS = 4 * 1024;

    /** Fails with {@code gateway.unauthenticated} when the header's value is not one of both. */
    static BasicPassword of(String header) {
        String base64 = header.substring(SCHEME).strip();
        if (base64.length() > MOST_CHARACTERS) {
            throw malformed();
        }
        String text = text(base64);
        int colon = text.indexOf(':');
        if (colon < 1 || colon > UsersFile.LONGEST_NAME || text.codePoints().anyMatch(Character::isISOControl)) {
            throw malformed();
        }
        return new BasicPassword(text.substring(0, colon), text.substring(colon + 1));
    }

    /** The strict decoder takes no overlong forms, so that one name can't be written in several ways. */
    private static String text(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Nfc.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString())
                    .orElseThrow(BasicPassword::malformed);
        } catch (IllegalArgumentException | CharacterCodingException notText) {
            throw malformed();
        }
    }

    static String normalised(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static RuntimeException malformed() {
        return IdentityProblems.refused(Refusal.MALFORMED_PASSWORD);
    }

    byte[] bytes() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "BasicPassword[****]";
    }
}
