package io.polyport.gateway.tls;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The listener's TLS; without files a self-signed certificate is generated. */
public record TlsConfig(
        @Doc("Certificate in PEM, followed by the ones between it and the root.")
        Optional<Path> certificateFile,

        @Doc("Its private key in PEM, without a password.") Optional<Path> keyFile,

        @Doc("Names and addresses in a generated certificate besides localhost, 127.0.0.1 and ::1.")
        List<String> hostNames,

        @Doc("How long browsers are told to use TLS only (HSTS); 0s: not. Never told with a generated certificate.")
        @Default("365d")
        Duration hsts) {
    public TlsConfig {
        hostNames = List.copyOf(hostNames);
        if (certificateFile.isPresent() != keyFile.isPresent()) {
            throw new ConfigFault(
                    certificateFile.isPresent() ? "key-file" : "certificate-file",
                    "must be given, too: certificate-file and key-file go together");
        }
        if (hsts.isNegative()) {
            throw new ConfigFault("hsts", "must not be negative");
        }
    }
}
