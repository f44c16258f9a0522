package io.polyport.kit.pem;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The certificates of a file, at least one.
 *
 * @param all in the order of the file
 * @param pem the same, as read, without what stands around them
 */
public record PemCertificates(List<X509Certificate> all, String pem) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    public PemCertificates {
        all = List.copyOf(all);
    }

    /** Reads a file: not for an event loop. Fails with {@code unusable}, which says what is wrong with the file. */
    public static PemCertificates read(Path file, ProblemType unusable) {
        var blocks = BLOCK.matcher(PemText.read(file, unusable))
                .results()
                .map(MatchResult::group)
                .toList();
        if (blocks.isEmpty()) {
            throw unusable.toException(file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----).");
        }
        return new PemCertificates(
                blocks.stream().map(block -> certificate(file, block, unusable)).toList(),
                String.join("\n", blocks) + "\n");
    }

    /** The first one. */
    public X509Certificate own() {
        return all.getFirst();
    }

    private static X509Certificate certificate(Path file, String block, ProblemType unusable) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.of(unusable, file + " holds a damaged certificate."), e);
        }
    }
}
