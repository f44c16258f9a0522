package io.polyport.gateway.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.util.NetUtil;
import io.polyport.kit.pem.CertificatePair;
import io.polyport.kit.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The generated certificate for the first start (GW-20), kept in the data folder and used again while it is valid. */
final class SelfSigned {
    private static final Duration LIFETIME = Duration.ofDays(365);
    /** Made anew this long before its end, so that none expires while it is served for a while. */
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private static final Duration CLOCK_SLACK = Duration.ofHours(1);

    private final Path certificateFile;
    private final Path keyFile;
    private final Set<String> names;

    SelfSigned(Path dataFolder, Collection<String> hostNames) {
        this.certificateFile = dataFolder.resolve("self-signed.pem");
        this.keyFile = dataFolder.resolve("self-signed.key");
        this.names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        this.names.addAll(hostNames);
    }

    CertificatePair take(Instant now) {
        try {
            if (!usable(now)) {
                Files.createDirectories(certificateFile.toAbsolutePath().getParent());
                generate(now);
            }
            PrivateFile.protect(keyFile);
        } catch (IOException e) {
            throw TlsProblems.unusable("The generated certificate cannot be kept in "
                    + certificateFile.toAbsolutePath().getParent()
                    + ": check that the gateway's user may write there ("
                    + e.getClass().getSimpleName() + ").");
        }
        return ListenerCertificate.read(certificateFile, keyFile, now);
    }

    private boolean usable(Instant now) {
        if (!Files.exists(certificateFile) || !Files.exists(keyFile)) {
            return false;
        }
        try {
            var own = ListenerCertificate.read(certificateFile, keyFile, now)
                    .chain()
                    .own();
            return own.getNotAfter().toInstant().minus(RENEW_BEFORE).isAfter(now)
                    && namesOf(own.getSubjectAlternativeNames()).equals(normalised());
        } catch (ProblemException | CertificateParsingException _makeAnother) {
            return false;
        }
    }

    private static Set<String> namesOf(Collection<List<?>> alternatives) {
        var found = new HashSet<String>();
        if (alternatives != null) {
            alternatives.forEach(entry -> found.add(normal(entry.get(1).toString())));
        }
        return found;
    }

    private Set<String> normalised() {
        var found = new HashSet<String>();
        names.forEach(name -> found.add(normal(name)));
        return found;
    }

    /** IPv6 addresses are written in more than one way. */
    private static String normal(String name) {
        var address = NetUtil.createByteArrayFromIpAddressString(name);
        return address == null ? name : NetUtil.bytesToIpAddress(address);
    }

    /**
     * A certificate from an authority of its own, whose key is thrown away at once: a client that trusts it trusts this
     * listener, and nobody can make a second certificate that it would trust, too.
     */
    private void generate(Instant now) throws IOException {
        var common = new CertificateBuilder()
                .ecp256()
                .notBefore(now.minus(CLOCK_SLACK))
                .notAfter(now.plus(LIFETIME));
        var listener = common.copy().subject("CN=Polyport (generated)").addExtendedKeyUsageServerAuth();
        for (var name : names) {
            if (NetUtil.createByteArrayFromIpAddressString(name) == null) {
                listener.addSanDnsName(name);
            } else {
                listener.addSanIpAddress(name);
            }
        }
        try {
            var authority = common.copy()
                    .subject("CN=Polyport (authority of one certificate)")
                    .setIsCertificateAuthority(true)
                    .setPathLengthConstraint(OptionalInt.of(0))
                    .buildSelfSigned();
            var bundle = listener.buildIssuedBy(authority);
            PrivateFile.write(keyFile, bundle.getPrivateKeyPEM());
            PrivateFile.write(certificateFile, bundle.getCertificatePEM() + "\n" + authority.getCertificatePEM());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw TlsProblems.unusable("No certificate can be generated for " + names + ": check tls.host-names.", e);
        }
    }
}
