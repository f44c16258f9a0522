package io.polyport.kit.pem;

import io.polyport.kit.problem.ProblemType;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A private key from PEM, in any of the three forms that OpenSSL writes: PKCS#8, PKCS#1 (RSA), SEC 1 (EC).
 *
 * @param key RSA, EC or Ed25519
 */
public record PemPrivateKey(PrivateKey key) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");

    /** Reads a file: not for an event loop. Fails with {@code unusable}, which says what is wrong with the file. */
    public static PemPrivateKey read(Path file, ProblemType unusable) {
        var text = PemText.read(file, unusable);
        var block = BLOCK.matcher(text);
        if (!block.find()) {
            throw unusable.toException(file + " holds no private key in PEM (-----BEGIN PRIVATE KEY-----).");
        }
        if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("Proc-Type: 4,ENCRYPTED")) {
            throw unusable.toException(file + " holds an encrypted key. Take the password off (openssl pkey -in "
                    + file.getFileName() + " -out plain.pem) and protect the file by its mode instead.");
        }
        try {
            var der = Base64.getMimeDecoder().decode(block.group(2));
            return new PemPrivateKey(key(block.group(1), der));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw unusable.toException(file + " holds a damaged private key, or one that is neither RSA nor EC.");
        }
    }

    private static PrivateKey key(String kind, byte[] der) throws GeneralSecurityException {
        return switch (kind) {
            case "PRIVATE KEY" -> pkcs8(der);
            case "RSA PRIVATE KEY" -> pkcs8(Der.pkcs8OfRsa(der));
            case "EC PRIVATE KEY" -> pkcs8(Der.pkcs8OfEc(der));
            default -> throw new GeneralSecurityException("unknown kind of key");
        };
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        for (var kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException _anotherKind) {
                // Perhaps of the next kind.
            }
        }
        throw new GeneralSecurityException("unknown kind of key");
    }

    /** As PKCS#8 in PEM, which Vert.x reads. */
    String pkcs8Pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "PemPrivateKey[" + key.getAlgorithm() + "]";
    }
}
