package io.polyport.kit.egress;

import io.micrometer.core.instrument.MeterRegistry;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a far end may be connected to, before a packet leaves for it. The address that was checked is the one
 * to connect to: a second look-up could be answered differently.
 */
public final class EgressGuard {
    private static final Logger AUDIT = LoggerFactory.getLogger("io.polyport.audit.egress");

    /** A far end that the configuration names; any address is right for it. */
    public record Named(String host, int port) {}

    private final Rule rule;
    private final Resolver resolver;
    private final MeterRegistry meters;

    /** What is allowed: by name and port before a look-up, by address after it. A reason means no. */
    private interface Rule {
        Optional<String> againstName(HostName host, int port);

        Optional<String> againstAddress(HostName host, InetAddress address, int port);
    }

    private EgressGuard(Rule rule, Resolver resolver, MeterRegistry meters) {
        this.rule = rule;
        this.resolver = resolver;
        this.meters = meters;
    }

    /** For targets that a caller, a redirect or a far server names: nothing but what the patterns allow. */
    public static EgressGuard adHoc(EgressSettings settings, Resolver resolver, MeterRegistry meters) {
        return new EgressGuard(
                new AllowList(
                        settings.allow().stream().map(TargetPattern::parse).toList()),
                resolver,
                meters);
    }

    /**
     * For the connections and issuers of the configuration: exactly these hosts and ports, at any address.
     *
     * @throws IllegalArgumentException when a host is neither a name nor an address in its usual form
     */
    public static EgressGuard configured(Collection<Named> named, Resolver resolver, MeterRegistry meters) {
        var targets = named.stream()
                .map(one -> new ConfiguredOnly.Target(HostName.parse(one.host()), one.port()))
                .toList();
        return new EgressGuard(new ConfiguredOnly(targets), resolver, meters);
    }

    /**
     * The same guard, whose look-ups are this caller's and hold up nobody else's.
     *
     * @param caller equal to another's when it is the same one
     */
    public EgressGuard askedBy(Object caller) {
        return new EgressGuard(rule, resolver.askedBy(caller), meters);
    }

    /**
     * Resolves once and checks.
     *
     * @return fails with {@code egress.target-invalid}, {@code egress.denied}, {@code egress.name-unknown},
     *     {@code egress.name-timeout} or what the resolver has too many of; what the name resolved to is told to the log, not to
     *     the caller
     */
    public Future<CheckedTarget> check(String host, int port) {
        return checkAll(host, port).map(List::getFirst);
    }

    /** As {@link #check}, with every address that the name has, the preferred one first; each may be connected to. */
    public Future<List<CheckedTarget>> checkAll(String host, int port) {
        HostName name;
        try {
            name = HostName.parse(host);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(EgressProblems.TARGET_INVALID.toException(
                    e.getMessage() + ". " + EgressProblems.TARGET_INVALID.advice()));
        }
        if (port < 1 || port > 65_535) {
            return Future.failedFuture(EgressProblems.TARGET_INVALID.toException());
        }
        var early = rule.againstName(name, port);
        if (early.isPresent()) {
            return Future.failedFuture(denied(name, port, early.get()));
        }
        return name.literal()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> resolver.resolve(name.text()))
                .recover(e -> Future.failedFuture(unresolved(e)))
                .compose(addresses -> allowed(name, addresses, port));
    }

    private static ProblemException unresolved(Throwable failure) {
        return switch (failure) {
            case ProblemException busy -> busy;
            case TimeoutException late -> EgressProblems.NAME_TIMEOUT.toException();
            default -> EgressProblems.NAME_UNKNOWN.toException();
        };
    }

    /** An answer with one forbidden address among others is no mistake of a DNS: all of it is refused. */
    private Future<List<CheckedTarget>> allowed(HostName name, List<InetAddress> addresses, int port) {
        if (addresses.isEmpty()) {
            return Future.failedFuture(EgressProblems.NAME_UNKNOWN.toException());
        }
        for (var address : addresses) {
            var reason = rule.againstAddress(name, address, port);
            if (reason.isPresent()) {
                return Future.failedFuture(denied(name, port, address.getHostAddress() + " " + reason.get()));
            }
        }
        return Future.succeededFuture(addresses.stream()
                .map(address -> new CheckedTarget(name.text(), address, port))
                .toList());
    }

    private ProblemException denied(HostName host, int port, String reason) {
        meters.counter("polyport.egress.denied").increment();
        AUDIT.atWarn()
                .addKeyValue("host", host.text())
                .addKeyValue("port", port)
                .addKeyValue("reason", reason)
                .log("a target was refused");
        var shown = host.text().indexOf(':') < 0 ? host.text() : "[" + host.text() + "]";
        return EgressProblems.DENIED.toException(
                shown + ":" + port + " is not allowed. " + EgressProblems.DENIED.advice());
    }

    private record AllowList(List<TargetPattern> patterns) implements Rule {
        @Override
        public Optional<String> againstName(HostName host, int port) {
            return patterns.stream()
                            .filter(pattern -> pattern.hasPort(port))
                            .anyMatch(pattern -> pattern.block().isPresent() || pattern.names(host))
                    ? Optional.empty()
                    : Optional.of("no pattern has this name and port");
        }

        @Override
        public Optional<String> againstAddress(HostName host, InetAddress address, int port) {
            var fitting =
                    patterns.stream().filter(pattern -> pattern.hasPort(port)).toList();
            var special = SpecialAddresses.of(address);
            if (special.isPresent()) {
                var block = special.get().block();
                return fitting.stream().anyMatch(p -> p.covers(address) && p.isMeantFor(block))
                        ? Optional.empty()
                        : Optional.of("is " + special.get().what() + " and no pattern is meant for that");
            }
            return fitting.stream().anyMatch(p -> p.names(host) || p.covers(address))
                    ? Optional.empty()
                    : Optional.of("is in no pattern");
        }
    }

    private record ConfiguredOnly(List<Target> targets) implements Rule {
        private record Target(HostName host, int port) {}

        @Override
        public Optional<String> againstName(HostName host, int port) {
            return targets.contains(new Target(host, port))
                    ? Optional.empty()
                    : Optional.of("the configuration does not name it");
        }

        @Override
        public Optional<String> againstAddress(HostName host, InetAddress address, int port) {
            return Optional.empty();
        }
    }
}
