package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpTls;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Files of certificates and keys for FTP servers")
class TlsContextsTest {
    @TempDir
    private Path folder;

    private Vertx vertx;
    private TestAuthority authority;
    private TestAuthority.Identity anna;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        authority = TestAuthority.create(folder, "authority");
        anna = authority.client("anna");
    }

    @AfterEach
    void stop() {
        OnLoop.await(vertx.close());
    }

    private static FtpTls.Trust trust(Path authorities, Path certificate, Path key) {
        return new FtpTls.Trust(
                true, Optional.ofNullable(authorities), Optional.ofNullable(certificate), Optional.ofNullable(key));
    }

    private void refused(FtpTls.Trust trust, Path named, String reason) {
        var loading = new TlsContexts().load(vertx, List.of(trust));
        try {
            OnLoop.await(loading);
        } catch (io.polyport.kit.problem.ProblemException e) {
            assertThat(e.problem().code()).isEqualTo("ftp.certificate-unusable");
            assertThat(e.problem().detail()).contains(named.toString()).contains(reason);
            return;
        }
        throw new AssertionError("these files were taken: " + trust);
    }

    @Test
    @DisplayName("FT-5 files that fit are taken")
    void fit() {
        OnLoop.await(new TlsContexts().load(vertx, List.of(trust(authority.pem(), anna.chainPem(), anna.keyPem()))));
    }

    @Test
    @DisplayName("FT-5 a file that is missing, holds something else or is damaged is told by its name")
    void faults() throws IOException {
        var none = folder.resolve("none.pem");
        var text = Files.writeString(folder.resolve("text.pem"), "not a certificate");
        var damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n");
        var locked = Files.writeString(
                folder.resolve("locked.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nQUJD\n-----END ENCRYPTED PRIVATE KEY-----\n");

        refused(trust(none, null, null), none, "cannot be read");
        refused(trust(text, null, null), text, "BEGIN CERTIFICATE");
        refused(trust(anna.keyPem(), null, null), anna.keyPem(), "BEGIN CERTIFICATE");
        refused(trust(damaged, null, null), damaged, "damaged");
        refused(trust(null, anna.chainPem(), none), none, "cannot be read");
        refused(trust(null, anna.chainPem(), anna.chainPem()), anna.chainPem(), "BEGIN PRIVATE KEY");
        refused(trust(null, anna.chainPem(), locked), locked, "encrypted");
        refused(trust(null, damaged, anna.keyPem()), damaged, "damaged");
    }

    @Test
    @DisplayName("FT-5 a key that belongs to another certificate is told apart")
    void strangers() {
        var boris = authority.client("boris");

        refused(trust(null, anna.chainPem(), boris.keyPem()), boris.keyPem(), "does not belong");
    }

    @Test
    @DisplayName("FT-5 what JSSE offers is as it was when the contexts have been made")
    void propertyStays() {
        String offer = "jdk.tls.client.enableSessionTicketExtension";
        var before = System.getProperty(offer);

        OnLoop.await(new TlsContexts().load(vertx, List.of(trust(null, null, null))));

        assertThat(System.getProperty(offer)).isEqualTo(before);
    }
}
