package io.polyport.grpc.connections;

import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.schema.Schema;
import java.util.HashMap;
import java.util.Map;

/**
 * How much memory the schemas of opened connections take together; one that several share counts once. What a connection
 * uses stays in memory, whatever the cache of schemas has room for. Any thread may ask.
 */
public final class HeldSchemas {
    /** What a linked schema takes for each character of its texts, about; the texts themselves are kept, too. */
    private static final long MEMORY_PER_CHARACTER = 10;

    private final long most;
    private final Map<Schema, Integer> holders = new HashMap<>();
    private long taken;

    public HeldSchemas(long most) {
        this.most = most;
    }

    /** Of one connection: one schema at a time. */
    final class Holder {
        private Schema schema;
        private boolean over;

        /** Takes its memory in place of the one before; fails with {@code grpc.no-place} when there is too little. */
        void hold(Schema next) {
            if (over || next == schema) {
                return;
            }
            take(next);
            if (schema != null) {
                giveBack(schema);
            }
            schema = next;
        }

        /** For good. */
        void end() {
            if (!over && schema != null) {
                giveBack(schema);
            }
            over = true;
        }
    }

    Holder holder() {
        return new Holder();
    }

    private synchronized void take(Schema schema) {
        if (!holders.containsKey(schema)) {
            long more = weight(schema);
            if (taken + more > most) {
                throw GrpcProblems.NO_PLACE.toException(
                        "The schemas of all opened connections together take too much memory. "
                                + GrpcProblems.NO_PLACE.advice());
            }
            taken += more;
        }
        holders.merge(schema, 1, Integer::sum);
    }

    private synchronized void giveBack(Schema schema) {
        if (holders.merge(schema, -1, Integer::sum) == 0) {
            holders.remove(schema);
            taken -= weight(schema);
        }
    }

    private static long weight(Schema schema) {
        long characters = 0;
        for (Schema.Source source : schema.sources()) {
            characters += source.text().length();
        }
        return MEMORY_PER_CHARACTER * characters;
    }

    synchronized long taken() {
        return taken;
    }
}
