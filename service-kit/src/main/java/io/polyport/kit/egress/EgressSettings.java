package io.polyport.kit.egress;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;
import java.util.List;

/** Which far ends callers may name themselves, besides the configured connections. */
public record EgressSettings(
        @Doc("Ad-hoc targets that are allowed: host:port with a name, *.domain, *, an address or a block as host, and a"
                + " number, a range or * as port. Loopback, link-local, private and other special addresses"
                + " only by a block that lies within the special range, such as 10.1.0.0/16:21.")
        @Default("[]")
        List<String> allow,

        @Doc("How long the look-up of a host name may take.") @Default("5s")
        Duration resolveTimeout,

        @Doc("Whether callers may say that the certificate of such a target is not checked.") @Default("false")
        boolean insecure) {
    public EgressSettings {
        var rules = Rules.of().positive("resolve-timeout", resolveTimeout);
        for (var pattern : allow) {
            var fault = fault(pattern);
            rules.that(fault.isEmpty(), "allow", "has the entry \"" + pattern + "\": " + fault);
        }
        rules.done();
        allow = List.copyOf(allow);
    }

    private static String fault(String pattern) {
        try {
            TargetPattern.parse(pattern);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
