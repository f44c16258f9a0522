package io.polyport.kit.cluster;

import io.vertx.core.Context;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the bus' remembered receivers of each address in step with the local replica.
 *
 * <p>One address at a time, so that an older reading can't overtake a newer one; an address that changes often is read once.
 */
final class SelectorUpdates {
    private static final Logger log = LoggerFactory.getLogger(SelectorUpdates.class);

    private final Context context;
    private final Function<String, CompletionStage<List<RegistrationInfo>>> replica;
    private final RegistrationListener selector;
    private final Set<String> remembered = ConcurrentHashMap.newKeySet();
    // Confined to the context.
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean reading;

    SelectorUpdates(
            Context context,
            Function<String, CompletionStage<List<RegistrationInfo>>> replica,
            RegistrationListener selector) {
        this.context = context;
        this.replica = replica;
        this.selector = selector;
    }

    /** From now on the bus may remember receivers of this address. */
    void remember(String address) {
        remembered.add(address);
    }

    void refreshAll() {
        remembered.forEach(this::refresh);
    }

    void refresh(String address) {
        context.runOnContext(v -> {
            changed.add(address);
            readNext();
        });
    }

    private void readNext() {
        Iterator<String> next = changed.iterator();
        if (reading || !next.hasNext()) {
            return;
        }
        String address = next.next();
        next.remove();
        if (!selector.wantsUpdatesFor(address)) {
            context.runOnContext(v -> readNext());
            return;
        }
        reading = true;
        replica.apply(address)
                .whenComplete((found, failure) -> context.runOnContext(v -> {
                    reading = false;
                    if (failure == null) {
                        if (found.isEmpty()) {
                            remembered.remove(address);
                        }
                        selector.registrationsUpdated(new RegistrationUpdateEvent(address, found));
                    } else {
                        log.warn(
                                "The receivers of {} could not be read again; the next pass tries it once more",
                                address,
                                failure);
                    }
                    readNext();
                }));
    }
}
