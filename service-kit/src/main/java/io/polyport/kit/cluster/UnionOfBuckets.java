package io.polyport.kit.cluster;

import java.util.List;
import java.util.stream.Stream;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.multimap.impl.Bucket;

/**
 * Joins what the two sides of a healed split know of an address.
 *
 * <p>Without a policy the replicas stay as different as the split has left them. Whatever the union brings back too many (of a
 * handler or a node that went during the split) is removed by {@link Healing}.
 */
final class UnionOfBuckets implements EntryMergePolicy<String, Bucket<byte[]>> {
    @Override
    public CacheEntry<String, Bucket<byte[]>> merge(
            CacheEntry<String, Bucket<byte[]>> preferred, List<CacheEntry<String, Bucket<byte[]>>> others) {
        List<CacheEntry<String, Bucket<byte[]>>> present = Stream.concat(Stream.ofNullable(preferred), others.stream())
                .filter(entry -> entry != null && entry.getValue() != null)
                .toList();
        if (present.isEmpty()) {
            return null;
        }
        Bucket<byte[]> union = new Bucket<>();
        for (CacheEntry<String, Bucket<byte[]>> entry : present) {
            for (byte[] registration : entry.getValue().toList()) {
                Bucket<byte[]> larger = union.add(registration, false);
                union = larger == null ? union : larger;
            }
        }
        CacheEntry<String, Bucket<byte[]>> merged = present.getFirst().clone();
        merged.setValue(union);
        return merged;
    }
}
