package io.polyport.kit.cluster;

import io.vertx.core.Context;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    // What the bus was told last for each address that it may have remembered.
    private final Map<String, Set<RegistrationInfo>> told = new ConcurrentHashMap<>();
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

    /** To be called with every answer that lets the bus remember an address. */
    void told(String address, List<RegistrationInfo> receivers) {
        told.put(address, new HashSet<>(receivers));
    }

    /** Reads every remembered address again, and tells the bus even what seems not to have changed. */
    void refreshAll() {
        told.replaceAll((address, before) -> Set.of());
        compareAll();
    }

    /** Reads every remembered address again; one that has not changed keeps its place in the round. */
    void compareAll() {
        told.keySet().forEach(this::refresh);
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
            forgetUnlessWanted(address);
            context.runOnContext(v -> readNext());
            return;
        }
        reading = true;
        replica.apply(address)
                .whenComplete((found, failure) -> context.runOnContext(v -> {
                    reading = false;
                    if (failure == null) {
                        tell(address, found);
                    } else {
                        log.warn(
                                "The receivers of {} could not be read again; the next pass tries it once more",
                                address,
                                failure);
                    }
                    readNext();
                }));
    }

    private void tell(String address, List<RegistrationInfo> found) {
        if (found.isEmpty()) {
            selector.registrationsUpdated(new RegistrationUpdateEvent(address, found));
            forgetUnlessWanted(address);
        } else if (!new HashSet<>(found).equals(told.get(address))) {
            told(address, found);
            selector.registrationsUpdated(new RegistrationUpdateEvent(address, found));
        }
    }

    // In this order, because another thread may just be looking the address up.
    private void forgetUnlessWanted(String address) {
        Set<RegistrationInfo> before = told.remove(address);
        if (before != null && selector.wantsUpdatesFor(address)) {
            told.putIfAbsent(address, Set.of());
        }
    }
}
