package io.polyport.kit.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.ext.cluster.infinispan.impl.DataConverter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.infinispan.AdvancedCache;
import org.infinispan.conflict.ConflictManagerFactory;
import org.infinispan.context.Flag;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.multimap.impl.Bucket;
import org.infinispan.remoting.transport.Address;

/**
 * This node's own copy of the bus' tables, read without asking anybody: the stock look-up asks the whole cluster and hangs for
 * 15 s while one member is frozen or cut off.
 */
final class LocalReplica {
    private final DefaultCacheManager manager;
    private final AdvancedCache<String, Bucket<byte[]>> subscriptions;
    private final AdvancedCache<String, byte[]> nodeInfos;

    /** Blocks until the first copy has been received. */
    LocalReplica(DefaultCacheManager manager) {
        this.manager = manager;
        this.subscriptions = local(manager, BusCaches.SUBSCRIPTIONS);
        this.nodeInfos = local(manager, BusCaches.NODE_INFO);
    }

    private static <V> AdvancedCache<String, V> local(DefaultCacheManager manager, String name) {
        return manager.<String, V>getCache(name).getAdvancedCache().withFlags(Flag.CACHE_MODE_LOCAL);
    }

    /** The members' node ids as this node sees them now, itself included. */
    Set<String> members() {
        return manager.getMembers().stream().map(Address::toString).collect(Collectors.toSet());
    }

    /** Who listens to an address; nodes that have left the view are not among them, even if their entries have not been removed yet. */
    CompletionStage<List<RegistrationInfo>> registrations(String address) {
        return subscriptions.getAsync(address).thenApply(bucket -> {
            List<RegistrationInfo> all = decode(bucket);
            all.removeIf(outsideOf(members()));
            return all;
        });
    }

    /** Makes all members' replicas equal, by the tables' merge policies; talks to all of them and blocks meanwhile. */
    void equaliseAll() {
        for (AdvancedCache<String, ?> table : List.of(subscriptions, nodeInfos)) {
            ConflictManagerFactory.get(
                            manager.<String, Object>getCache(table.getName()).getAdvancedCache())
                    .resolveConflicts();
        }
    }

    CompletionStage<Boolean> hasNodeInfo(String nodeId) {
        return nodeInfos.containsKeyAsync(nodeId);
    }

    /** Entries of nodes that have left, and entries that say this node would listen where it doesn't; walks the whole table. */
    Map<String, List<RegistrationInfo>> leftovers(OwnRegistrations own, boolean ofOthersToo) {
        Predicate<RegistrationInfo> gone = outsideOf(members());
        Map<String, List<RegistrationInfo>> found = new LinkedHashMap<>();
        subscriptions.forEach((address, bucket) -> {
            List<RegistrationInfo> entries = decode(bucket);
            entries.removeIf(entry -> !(own.disowns(address, entry) || (ofOthersToo && gone.test(entry))));
            if (!entries.isEmpty()) {
                found.put(address, entries);
            }
        });
        return found;
    }

    /** Members are named late in rare cases (the name travels apart from the address); until all are, nobody counts as gone. */
    private static Predicate<RegistrationInfo> outsideOf(Set<String> members) {
        boolean allNamed = members.stream().allMatch(NodeNames::isOne);
        return entry -> allNamed && !members.contains(entry.nodeId());
    }

    private static List<RegistrationInfo> decode(Bucket<byte[]> bucket) {
        List<RegistrationInfo> entries = new ArrayList<>();
        if (bucket != null) {
            bucket.toSet().forEach(bytes -> entries.add(DataConverter.fromCachedObject(bytes)));
        }
        return entries;
    }
}
