package io.polyport.gateway.identity;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The authenticators of a test, which end with it. */
final class Authenticators implements AutoCloseable {
    private final Vertx vertx;
    private final InstantSource clock;
    private final List<Authenticator> open = new ArrayList<>();

    Authenticators(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Of the usual issuer with such keys; they may not be there yet. */
    Authenticator of(KeysConfig keys) {
        return of(Configured.issuer(Forge.ISSUER, Configured.PUBLIC, keys));
    }

    Authenticator of(IssuerConfig... issuers) {
        var made = Settled.value(Authenticator.create(vertx, Configured.identity(issuers), clock));
        open.add(made);
        return made;
    }

    /** As {@link #of(KeysConfig)}, with its keys. */
    Authenticator ready(KeysConfig keys) {
        var made = of(keys);
        Settled.await("keys fetched", () -> made.issuerWithoutKeys().isEmpty());
        return made;
    }

    @Override
    public void close() {
        open.forEach(authenticator -> Settled.value(authenticator.close()));
    }
}
