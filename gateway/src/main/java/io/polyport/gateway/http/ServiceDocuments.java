package io.polyport.gateway.http;

import io.polyport.kit.bus.Contract;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents that services have shown beside their contracts ({@link Contract#DOCUMENTS}). Whoever asks needs no token,
 * so a document is fetched once for all who ask within a minute, and one that could not be had once in ten seconds. Shared
 * by all event loops; what it answers may come on any of them.
 */
public final class ServiceDocuments {
    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration LACKED = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ServiceDocuments.class);

    private final LongSupplier nanoTime;
    private final Map<Key, Entry> entries = new HashMap<>();

    /** @param contract hash of the contract that names it: a new one may mean another document */
    record Key(String service, String name, String path, String contract) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int services = service.compareTo(other.service);
            return services == 0 ? name.compareTo(other.name) : services;
        }
    }

    /**
     * What came of asking.
     *
     * @param hash of the bytes; empty when there are none
     * @param lack why there are none
     */
    record Fetched(Buffer bytes, String hash, String lack) {
        static Fetched of(Buffer bytes) {
            return new Fetched(bytes, Contract.hashOf(bytes), "");
        }

        static Fetched lacking(String why) {
            return new Fetched(Buffer.buffer(), "", why);
        }

        boolean isThere() {
            return lack.isEmpty();
        }
    }

    private static final class Entry {
        private final Promise<Fetched> promise = Promise.promise();
        private volatile boolean over;
        private volatile long until;

        boolean isOld(long now) {
            return over && now - until >= 0;
        }

        void complete(Fetched fetched, long now) {
            until = now + (fetched.isThere() ? FRESH : LACKED).toNanos();
            over = true;
            promise.complete(fetched);
        }
    }

    public ServiceDocuments() {
        this(System::nanoTime);
    }

    ServiceDocuments(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** What these contracts want shown, by service and name. */
    static Set<Key> declared(Map<String, Contract> contracts) {
        Set<Key> keys = new TreeSet<>();
        contracts.forEach((service, contract) ->
                contract.documents().forEach((name, path) -> keys.add(new Key(service, name, path, contract.hash()))));
        return keys;
    }

    /**
     * Each of these, or why it is not there. Never fails.
     *
     * @param fetch asks for one; has to end, and its failure's message tells everybody why there is none
     */
    Future<Map<Key, Fetched>> of(Set<Key> declared, Function<Key, Future<Buffer>> fetch) {
        Map<Key, Entry> wanted = new TreeMap<>();
        List<Key> missing = new ArrayList<>();
        synchronized (entries) {
            entries.keySet().retainAll(declared);
            for (Key key : declared) {
                Entry entry = entries.get(key);
                if (entry == null || entry.isOld(nanoTime.getAsLong())) {
                    entry = new Entry();
                    entries.put(key, entry);
                    missing.add(key);
                }
                wanted.put(key, entry);
            }
        }
        missing.forEach(key -> fetch(key, wanted.get(key), fetch));
        return Future.join(wanted.values().stream()
                        .map(entry -> entry.promise.future())
                        .toList())
                .map(ended -> {
                    Map<Key, Fetched> all = new TreeMap<>();
                    wanted.forEach(
                            (key, entry) -> all.put(key, entry.promise.future().result()));
                    return all;
                });
    }

    private void fetch(Key key, Entry entry, Function<Key, Future<Buffer>> fetch) {
        Future.succeededFuture()
                .compose(ignored -> fetch.apply(key))
                .map(Fetched::of)
                .otherwise(failure -> {
                    LOG.atWarn()
                            .addKeyValue("service", key.service())
                            .addKeyValue("document", key.name())
                            .log("left out of /openapi.json: {}", failure.getMessage());
                    return Fetched.lacking(
                            failure instanceof DocumentFetch.Lack ? failure.getMessage() : "it can't be had");
                })
                .onSuccess(fetched -> entry.complete(fetched, nanoTime.getAsLong()));
    }
}
