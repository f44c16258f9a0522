package io.polyport.gateway.identity;

import io.vertx.core.Future;
import java.util.Optional;

/** Where the keys of an issuer are had from. May be asked on any thread; its futures complete on any thread, too. */
sealed interface KeySource permits StaticKeys, RemoteKeys {
    /** The keys that may be used now, without waiting; empty when there are none (any more, or yet). */
    Optional<KeySet> now();

    /** The keys, waiting for a fetch that is under way when there are none; fails with 503 when none can be had. */
    Future<KeySet> current();

    /** The keys after another look at the issuer, if one is due; the same as before if not. Never fails. */
    Future<Optional<KeySet>> another();

    /** Ends timers and connections. */
    Future<Void> close();
}
