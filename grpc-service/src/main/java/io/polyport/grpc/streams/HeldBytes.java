package io.polyport.grpc.streams;

import io.polyport.grpc.GrpcProblems;
import io.polyport.kit.bus.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes of messages that streams hold for their readers, of all event loops together. Any thread may ask. */
public final class HeldBytes {
    private final long most;
    private final long mostPerCaller;
    private final AtomicLong held = new AtomicLong();
    private final Map<Principal.Identity, Long> callers = new ConcurrentHashMap<>();

    /** @param mostPerCaller for the streams of one caller */
    public HeldBytes(long most, long mostPerCaller) {
        this.most = most;
        this.mostPerCaller = mostPerCaller;
    }

    /** Of one caller's streams. */
    final class Share {
        private final Principal.Identity caller;

        Share(Principal.Identity caller) {
            this.caller = caller;
        }

        boolean hasRoom() {
            return held.get() < most && !isFull();
        }

        private boolean isFull() {
            return callers.getOrDefault(caller, 0L) >= mostPerCaller;
        }

        /** Fails with {@code grpc.too-many-messages} or {@code grpc.no-place-for-messages} when there is none. */
        void requireRoom() {
            if (isFull()) {
                throw GrpcProblems.TOO_MANY_MESSAGES.toException();
            }
            if (!hasRoom()) {
                throw GrpcProblems.NO_PLACE_FOR_MESSAGES.toException();
            }
        }

        void more(long bytes) {
            held.addAndGet(bytes);
            callers.merge(caller, bytes, (his, more) -> his + more == 0 ? null : his + more);
        }
    }

    Share of(Principal.Identity caller) {
        return new Share(caller);
    }

    long held() {
        return held.get();
    }

    /** For how many callers any are held. */
    int callers() {
        return callers.size();
    }
}
