package io.polyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Keys from files or a secret, read once when the gateway starts; anything odd in them refuses the start. */
final class StaticKeys implements KeySource {
    private static final Pattern PEM_BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \\1-----", Pattern.DOTALL);
    private static final int MAX_FILE = 1 << 20;

    private final KeySet keys;

    private StaticKeys(List<VerificationKey> keys) {
        this.keys = new KeySet(keys);
    }

    /** Reads files: not for an event loop. Fails with {@code gateway.keys-unusable}. */
    static StaticKeys read(IssuerConfig issuer) throws ProblemException {
        var config = issuer.keys();
        if (config.secret().isPresent()) {
            return new StaticKeys(List.of(secret(config.secret().get().reveal(), issuer.algorithms())));
        }
        var file = config.pemFile().or(config::jwkFile).orElseThrow();
        try {
            if (Files.size(file) > MAX_FILE) {
                throw IdentityProblems.keysUnusable(file + " is larger than 1 MiB; is this the right file?");
            }
            return new StaticKeys(config.pemFile().isPresent() ? pem(file) : jwk(file));
        } catch (IOException e) {
            throw IdentityProblems.keysUnusable("The key file " + file + " cannot be read: check that it exists and"
                    + " that the gateway's user may read it (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static VerificationKey secret(String secret, List<String> algorithms) {
        try {
            var verifier = new MACVerifier(secret.getBytes(StandardCharsets.UTF_8));
            return new VerificationKey(Optional.empty(), Set.copyOf(algorithms), "secret", verifier::verify);
        } catch (JOSEException e) {
            throw IdentityProblems.keysUnusable("The secret cannot be used: it is too short.");
        }
    }

    private static List<VerificationKey> jwk(Path file) throws IOException {
        JwkReader read;
        try {
            read = JwkReader.of(StrictJson.object(Files.readAllBytes(file)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw IdentityProblems.keysUnusable(file + " is not JSON, or has a member twice.");
        }
        if (!read.leftOut().isEmpty() || read.keys().isEmpty()) {
            throw IdentityProblems.keysUnusable(file + ": " + String.join("; ", read.leftOut()) + ".");
        }
        return read.keys();
    }

    private static List<VerificationKey> pem(Path file) throws IOException {
        var blocks = PEM_BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        var keys = new ArrayList<VerificationKey>();
        while (blocks.find()) {
            if (blocks.group(1).contains("PRIVATE")) {
                throw IdentityProblems.keysUnusable(file + " holds a private key. The gateway needs the public one only"
                        + " (openssl pkey -in key.pem -pubout); take the private one away from it.");
            }
            keys.add(pemBlock(file, blocks.group(1), blocks.group()));
        }
        if (keys.isEmpty()) {
            throw IdentityProblems.keysUnusable(file + " holds no PEM block (-----BEGIN PUBLIC KEY-----).");
        }
        return keys;
    }

    private static VerificationKey pemBlock(Path file, String kind, String text) {
        try {
            return PemPublicKey.read(kind, text);
        } catch (JOSEException e) {
            throw IdentityProblems.keysUnusable(file + ": " + e.getMessage() + ".");
        }
    }

    @Override
    public Optional<KeySet> now() {
        return Optional.of(keys);
    }

    @Override
    public Future<KeySet> current() {
        return Future.succeededFuture(keys);
    }

    @Override
    public Future<Optional<KeySet>> another() {
        return Future.succeededFuture(Optional.of(keys));
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
