package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;

/** The messages of an answer, handed over as far as they are wanted; bytes are asked for only when a message needs them. */
final class Inbox implements ReadStream<Buffer> {
    private final ContextInternal context;
    private final Owner owner;
    private final Deframer deframer = new Deframer();
    private final FrameReader reader;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private long demand;
    private boolean running;
    private boolean ending;
    private boolean told;

    /** Whose messages these are. */
    interface Owner {
        /** Whether more bytes are wanted now. */
        void wants(boolean more);

        /** What came can't be read: the call ends so. */
        void unreadable(GrpcStatus status);

        /** All messages have been handed over. */
        void drained(boolean isCut);

        /** The end has been told. */
        void told();
    }

    Inbox(ContextInternal context, GrpcLimits limits, Owner owner) {
        this.context = context;
        this.owner = owner;
        this.reader = new FrameReader(context, deframer, limits, this::run);
    }

    void encoding(String name) {
        reader.encoding(name);
    }

    void add(Buffer piece) {
        if (!told) {
            deframer.add(piece);
            run();
        }
    }

    /** Nothing more comes; what is there is still handed over. */
    void end() {
        ending = true;
        run();
    }

    /** Nothing more comes, and what is there is dropped. */
    void drop() {
        deframer.clear();
        reader.drop();
        ending = true;
        run();
    }

    private void run() {
        if (running || told) {
            return;
        }
        running = true;
        try {
            handOver();
            reader.takeFault().ifPresent(owner::unreadable);
        } finally {
            running = false;
        }
        if (ending && !reader.isBusy() && !reader.hasMessage()) {
            tell();
        } else if (!ending) {
            owner.wants(demand > 0 && !reader.isBusy());
        }
    }

    private void handOver() {
        while (demand > 0) {
            Buffer message = reader.next();
            if (message == null) {
                return;
            }
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
            if (handler != null) {
                context.dispatch(message, handler);
            }
        }
    }

    private void tell() {
        owner.drained(deframer.hasRest());
        if (told) {
            return;
        }
        told = true;
        deframer.clear();
        if (endHandler != null) {
            context.dispatch(null, endHandler);
        }
        owner.told();
    }

    /** Whether the end has been told. */
    boolean isTold() {
        return told;
    }

    @Override
    public Inbox handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public Inbox endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    /** Never called: what goes wrong is the call's status. */
    @Override
    public Inbox exceptionHandler(Handler<Throwable> newHandler) {
        return this;
    }

    @Override
    public Inbox pause() {
        demand = 0;
        if (!running && !told && !ending) {
            owner.wants(false);
        }
        return this;
    }

    @Override
    public Inbox resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public Inbox fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        run();
        return this;
    }
}
