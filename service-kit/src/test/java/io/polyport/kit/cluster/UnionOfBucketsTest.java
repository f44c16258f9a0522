package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.container.entries.ImmortalCacheEntry;
import org.infinispan.container.entries.NullCacheEntry;
import org.infinispan.multimap.impl.Bucket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The registrations of two healed sides")
class UnionOfBucketsTest {
    private final UnionOfBuckets policy = new UnionOfBuckets();

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static CacheEntry<String, Bucket<byte[]>> entry(String... values) {
        Bucket<byte[]> bucket = new Bucket<>();
        for (String value : values) {
            bucket = bucket.add(value.getBytes(StandardCharsets.UTF_8), false);
        }
        return (CacheEntry) new ImmortalCacheEntry("address", bucket);
    }

    private static List<String> values(CacheEntry<String, Bucket<byte[]>> entry) {
        return entry.getValue().toList().stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    @DisplayName("are joined, each once, and the sides' own entries stay as they were")
    void union() {
        CacheEntry<String, Bucket<byte[]>> preferred = entry("a", "b");

        CacheEntry<String, Bucket<byte[]>> merged = policy.merge(preferred, List.of(entry("b", "c"), entry("d")));

        assertThat(values(merged)).containsExactly("a", "b", "c", "d");
        assertThat(merged.getKey()).isEqualTo("address");
        assertThat(values(preferred)).containsExactly("a", "b");
    }

    @Test
    @SuppressWarnings("unchecked")
    @DisplayName("survive when one side knows nothing of the address")
    void oneSided() {
        CacheEntry<String, Bucket<byte[]>> nothing = NullCacheEntry.getInstance();

        assertThat(values(policy.merge(null, Arrays.asList(nothing, entry("c")))))
                .containsExactly("c");
        assertThat(values(policy.merge(nothing, List.of(entry("c"))))).containsExactly("c");
        assertThat(policy.merge(null, List.of(nothing))).isNull();
    }
}
