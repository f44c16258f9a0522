package io.polyport.ftp;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** How a server's connections are protected (RFC 4217). Both are, the control and the data connections, or none. */
public record FtpTls(
        @Doc("none: no protection. explicit: protected before the login, by AUTH TLS; a server that refuses that is not"
                + " logged in to. implicit: protected from the first byte; usually at port 990, which has to be set.")
        @Default("none")
        Mode mode,

        @Doc(
                "Check the server's certificate. With false whoever is in between can read and change everything, the password too.")
        @Default("true")
        boolean verify,

        @Doc("Certificates in PEM of the authorities that are trusted, instead of those that Java trusts.")
        Optional<Path> caFile,

        @Doc("Certificate in PEM to show to the server, followed by those between it and its authority.")
        Optional<Path> certificateFile,

        @Doc("Its private key in PEM, without a password.") Optional<Path> keyFile,

        @Doc("Name that the server's certificate has to bear, where that is not the one of host.")
        Optional<String> hostName,

        @Doc("auto, TLSv1.2 or TLSv1.3. auto begins with TLS 1.2, under which servers resume their sessions on data"
                + " connections as often as needed, and goes on to TLS 1.3 where a server wants that.")
        @Default("auto")
        String versions) {
    private static final String AUTO = "auto";
    private static final Set<String> VERSIONS = Set.of(AUTO, "TLSv1.2", "TLSv1.3");
    /** What is wrong with any other; stands behind the setting's name. */
    public static final String VERSIONS_FAULT = "must be auto, TLSv1.2 or TLSv1.3";

    /** Without, from the first byte on, or after AUTH TLS. */
    public enum Mode {
        NONE,
        EXPLICIT,
        IMPLICIT
    }

    /** What decides whom we trust and who we are; logins with the same share what TLS remembers. */
    public record Trust(
            boolean verify, Optional<Path> caFile, Optional<Path> certificateFile, Optional<Path> keyFile) {}

    public FtpTls {
        Rules.of()
                .that(
                        certificateFile.isEmpty() || keyFile.isPresent(),
                        "key-file",
                        "must be given, too: certificate-file and key-file go together")
                .that(
                        keyFile.isEmpty() || certificateFile.isPresent(),
                        "certificate-file",
                        "must be given, too: certificate-file and key-file go together")
                .that(verify || caFile.isEmpty(), "ca-file", "has no meaning with verify: false")
                .that(
                        hostName.isEmpty() || isName(hostName.get()),
                        "host-name",
                        "must be a host's name or address, without a port")
                .that(isVersion(versions), "versions", VERSIONS_FAULT)
                .done();
    }

    /** No protection. */
    public static FtpTls none() {
        return of(Mode.NONE);
    }

    /** With the certificates that Java trusts, and nothing special. */
    public static FtpTls of(Mode mode) {
        return new FtpTls(mode, true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), AUTO);
    }

    public Trust trust() {
        return new Trust(verify, caFile, certificateFile, keyFile);
    }

    public boolean isOn() {
        return mode != Mode.NONE;
    }

    /** Whether a word is one for {@link #versions}. */
    public static boolean isVersion(String word) {
        return VERSIONS.contains(word);
    }

    /** Whether this can be the name or address of a host. */
    public static boolean isName(String text) {
        return !text.isBlank() && text.chars().noneMatch(c -> c <= ' ' || c == '/' || c == 0x7F);
    }
}
