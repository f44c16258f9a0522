package io.polyport.grpc.json;

/** Which fields and oneofs of the message at hand came already. */
final class Seen {
    private long fields;
    private long oneofs;
    private final long[] moreFields;
    private long[] moreOneofs;

    Seen(int fieldCount) {
        moreFields = fieldCount > Long.SIZE ? new long[(fieldCount - 1) / Long.SIZE] : null;
    }

    boolean has(int field) {
        return field < Long.SIZE
                ? ((fields >>> field) & 1) != 0
                : ((moreFields[field / Long.SIZE - 1] >>> field) & 1) != 0;
    }

    /** False when it came already. */
    boolean add(int field) {
        boolean first = !has(field);
        if (field < Long.SIZE) {
            fields |= 1L << field;
        } else {
            moreFields[field / Long.SIZE - 1] |= 1L << field;
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
        int word = oneof / Long.SIZE - 1;
        if (moreOneofs == null || moreOneofs.length <= word) {
            moreOneofs = moreOneofs == null ? new long[word + 1] : java.util.Arrays.copyOf(moreOneofs, word + 1);
        }
        boolean first = ((moreOneofs[word] >>> oneof) & 1) == 0;
        moreOneofs[word] |= 1L << oneof;
        return first;
    }
}
