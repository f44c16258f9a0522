package io.polyport.gateway.identity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of an issuer at one moment; a key that is there twice counts once. */
final class KeySet {
    /** How many keys one token may be tried with: a set full of one {@code kid} must not multiply the work. */
    private static final int MAX_CANDIDATES = 4;

    private final List<VerificationKey> keys;
    private final Set<String> fingerprints;

    KeySet(Collection<VerificationKey> keys) {
        var single = new LinkedHashMap<String, VerificationKey>();
        keys.forEach(key -> single.putIfAbsent(key.id() + " " + key.fingerprint() + key.algorithms(), key));
        this.keys = List.copyOf(single.values());
        this.fingerprints =
                this.keys.stream().map(VerificationKey::fingerprint).collect(Collectors.toUnmodifiableSet());
    }

    /** Keys that the token may be signed with; none when it names no key and there are several to choose from. */
    List<VerificationKey> candidates(CompactToken token) {
        var fitting = keys.stream()
                .filter(key -> key.algorithms().contains(token.algorithm()))
                .toList();
        if (token.keyId().isEmpty()) {
            return fitting.size() == 1 ? fitting : List.of();
        }
        var named =
                fitting.stream().filter(key -> key.id().equals(token.keyId())).toList();
        var unnamed = fitting.stream().filter(key -> key.id().isEmpty()).toList();
        return (named.isEmpty() ? unnamed : named)
                .stream().limit(MAX_CANDIDATES).toList();
    }

    /** Whether another look at the issuer could help: the token names a key that is not here. */
    boolean lacks(CompactToken token) {
        return token.keyId().isPresent() && candidates(token).isEmpty();
    }

    boolean holds(String fingerprint) {
        return fingerprints.contains(fingerprint);
    }

    int size() {
        return keys.size();
    }
}
