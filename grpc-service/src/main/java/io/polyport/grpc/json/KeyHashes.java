package io.polyport.grpc.json;

import java.security.SecureRandom;
import java.util.Arrays;

/** The keys of one map so far, by 64 bits of each: enough to say "this came perhaps already", which is then looked into. */
final class KeyHashes {
    /** Of the empty text. */
    static final long NONE = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    /** Nobody's to know: whoever did could choose keys that all want the same place. */
    private static final long SECRET = new SecureRandom().nextLong() | 1;

    private static final long OTHER_SECRET = new SecureRandom().nextLong() | 1;

    private long[] slots = new long[8];
    private int size;
    private boolean zero;

    static long of(byte[] bytes, int at, int length) {
        long hash = NONE;
        for (int next = at; next < at + length; next++) {
            hash = (hash ^ bytes[next]) * PRIME;
        }
        return hash;
    }

    /** False when it is there already. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean first = !zero;
            zero = true;
            return first;
        }
        int slot = slot(slots, hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        if (++size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] wider = new long[slots.length * 2];
        Arrays.stream(slots).filter(hash -> hash != 0).forEach(hash -> wider[slot(wider, hash)] = hash);
        slots = wider;
    }

    /** Where it is, or the free place for it. */
    private static int slot(long[] slots, long hash) {
        long mixed = hash * SECRET;
        mixed = (mixed ^ (mixed >>> 32)) * OTHER_SECRET;
        // The highest bits depend on all others; there are as many slots as a power of two.
        int slot = (int) (mixed >>> (Long.numberOfLeadingZeros(slots.length) + 1));
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
