package io.polyport.grpc.connections;

import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.schema.Schema;
import io.polyport.kit.bus.Principal;
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
    private final long mostPerCaller;
    private final Share all = new Share();
    private final Map<Principal.Identity, Share> callers = new HashMap<>();

    /** @param mostPerCaller of one caller's connections */
    public HeldSchemas(long most, long mostPerCaller) {
        this.most = most;
        this.mostPerCaller = mostPerCaller;
    }

    /** The schemas of some connections, and what they take together. */
    private static final class Share {
        private final Map<Schema, Integer> holders = new HashMap<>();
        private long taken;

        boolean hasRoom(Schema schema, long most) {
            return holders.containsKey(schema) || taken + weight(schema) <= most;
        }

        void take(Schema schema) {
            if (holders.merge(schema, 1, Integer::sum) == 1) {
                taken += weight(schema);
            }
        }

        void giveBack(Schema schema) {
            if (holders.merge(schema, -1, Integer::sum) == 0) {
                holders.remove(schema);
                taken -= weight(schema);
            }
        }
    }

    /** Of one connection: one schema at a time. */
    final class Holder {
        private final Principal.Identity caller;
        private Schema schema;
        private boolean over;

        Holder(Principal.Identity caller) {
            this.caller = caller;
        }

        /**
         * Takes its memory in place of the one before; fails with {@code grpc.no-place} or {@code grpc.too-many-schemas} when
         * there is too little.
         */
        void hold(Schema next) {
            if (over || next == schema) {
                return;
            }
            take(caller, next);
            if (schema != null) {
                giveBack(caller, schema);
            }
            schema = next;
        }

        /** For good. */
        void end() {
            if (!over && schema != null) {
                giveBack(caller, schema);
            }
            over = true;
        }
    }

    Holder holder(Principal.Identity caller) {
        return new Holder(caller);
    }

    private synchronized void take(Principal.Identity caller, Schema schema) {
        Share his = callers.computeIfAbsent(caller, first -> new Share());
        if (!his.hasRoom(schema, mostPerCaller)) {
            forgetUnused(caller);
            throw GrpcProblems.TOO_MANY_SCHEMAS.toException();
        }
        if (!all.hasRoom(schema, most)) {
            forgetUnused(caller);
            throw GrpcProblems.NO_PLACE.toException(
                    "The schemas of all opened connections together take too much memory. "
                            + GrpcProblems.NO_PLACE.advice());
        }
        his.take(schema);
        all.take(schema);
    }

    private synchronized void giveBack(Principal.Identity caller, Schema schema) {
        callers.get(caller).giveBack(schema);
        forgetUnused(caller);
        all.giveBack(schema);
    }

    private void forgetUnused(Principal.Identity caller) {
        if (callers.get(caller).holders.isEmpty()) {
            callers.remove(caller);
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
        return all.taken;
    }

    /** How many callers hold any. */
    synchronized int callers() {
        return callers.size();
    }
}
