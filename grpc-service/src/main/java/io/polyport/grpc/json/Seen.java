package io.polyport.grpc.json;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Which fields and oneofs of the message at hand came already. A message may have very many fields, and a document very many
 * messages of it with few of them: it takes room for those only that came.
 */
final class Seen {
    /** Beyond this, bits for all fields would be more than what stands for those that came. */
    private static final int MANY = 1024;

    private final boolean many;
    private long fields;
    private long oneofs;
    private BitSet moreFields;
    private Set<Integer> farFields;
    private Set<Integer> moreOneofs;

    Seen(int fieldCount) {
        many = fieldCount > MANY;
    }

    boolean has(int field) {
        if (field < Long.SIZE) {
            return ((fields >>> field) & 1) != 0;
        }
        return many ? farFields != null && farFields.contains(field) : moreFields != null && moreFields.get(field);
    }

    /** False when it came already. */
    boolean add(int field) {
        boolean first = !has(field);
        if (field < Long.SIZE) {
            fields |= 1L << field;
        } else if (many) {
            farFields = farFields == null ? new HashSet<>() : farFields;
            farFields.add(field);
        } else {
            moreFields = moreFields == null ? new BitSet(field + 1) : moreFields;
            moreFields.set(field);
        }
        return first;
    }

    /** False when one of its fields came already. */
    boolean addOneof(int oneof) {
        if (oneof < Long.SIZE) {
            boolean first = ((oneofs >>> oneof) & 1) == 0;
            oneofs |= 1L << oneof;
            return first;
        }
        moreOneofs = moreOneofs == null ? new HashSet<>() : moreOneofs;
        return moreOneofs.add(oneof);
    }
}
