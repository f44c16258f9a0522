package io.polyport.grpc;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.nio.file.Path;
import java.util.Optional;

/** How the connections to a server are protected; HTTP/2 is agreed on by ALPN. Files that change are read for new connections. */
public record GrpcTls(
        @Doc("Check the server's certificate. With false whoever is in between can read and change everything.")
        @Default("true")
        boolean verify,

        @Doc("Certificates in PEM of the authorities that are trusted, instead of those that Java trusts."
                + " Read again when the file has changed, for new connections.")
        Optional<Path> caFile,

        @Doc("Certificate in PEM to show to the server, followed by those between it and its authority."
                + " Read again when it or its key has changed, for new connections.")
        Optional<Path> certificateFile,

        @Doc("Its private key in PEM, without a password.") Optional<Path> keyFile,

        @Doc("Name that the server's certificate has to bear, where that is not the one of the address.")
        Optional<String> hostName) {
    public GrpcTls {
        Rules.of()
                .that(
                        certificateFile.isEmpty() == keyFile.isEmpty(),
                        "certificate-file",
                        "and key-file go together: give both or none")
                .that(verify || caFile.isEmpty(), "ca-file", "has no meaning with verify: false")
                .done();
    }

    /** With the certificates that Java trusts, and nothing special. */
    public static GrpcTls usual() {
        return new GrpcTls(true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
