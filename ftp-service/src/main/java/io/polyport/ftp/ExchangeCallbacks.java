package io.polyport.ftp;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.egress.EgressSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which URLs exchanges may call (FT-37). */
public record ExchangeCallbacks(
        @Doc("Targets that may be called: host:port with a name, *.domain, *, an address or a block as host, and a"
                + " number, a range or * as port. Loopback, link-local, private and other special addresses"
                + " only by a block that lies within the special range, such as 10.1.0.0/16:443.")
        @Default("[]")
        List<String> allow,

        @Doc("How long the look-up of a host name may take.") @Default("5s")
        Duration resolveTimeout,

        @Doc("Until the connection stands.") @Default("10s") Duration connectTimeout,

        @Doc("Authorities (PEM) that the servers' certificates are checked against instead of the JDK's.")
        Optional<Path> caFile) {
    public ExchangeCallbacks {
        Rules.of().positive("connect-timeout", connectTimeout).done();
        // It has the rules for its parts.
        allow = new EgressSettings(allow, resolveTimeout, false).allow();
    }

    /** What the guard of outgoing connections asks for. */
    public EgressSettings egress() {
        return new EgressSettings(allow, resolveTimeout, false);
    }
}
