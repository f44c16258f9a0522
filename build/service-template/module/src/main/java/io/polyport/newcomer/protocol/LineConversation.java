package io.polyport.newcomer.protocol;

import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.stream.Demand;
import io.polyport.kit.stream.SocketBytes;
import io.polyport.newcomer.Greeting;
import io.polyport.newcomer.NewComerProblems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * One question and its answer: a line goes out, and what comes back until the server closes is the answer (the form of
 * RFC 1288). The first piece is kept until somebody reads, because only with it the server has answered.
 */
final class LineConversation implements Greeting {
    private final Vertx vertx;
    private final Promise<Void> begun = Promise.promise();
    private final long timer;
    private NetSocket socket;
    private SocketBytes bytes;
    private Buffer first;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private final Demand demand = Demand.none();
    private boolean over;

    LineConversation(Vertx vertx, Duration answerTimeout) {
        this.vertx = vertx;
        this.timer = vertx.setTimer(answerTimeout.toMillis(), ignored -> fail(NewComerProblems.TIMEOUT.toException()));
    }

    @Override
    public Future<Void> begun() {
        return begun.future();
    }

    void say(NetSocket connected, String line) {
        if (over) {
            connected.close();
            return;
        }
        socket = connected;
        bytes = new SocketBytes(connected);
        bytes.handler(this::received);
        bytes.endHandler(ignored -> ended());
        bytes.exceptionHandler(broken -> fail(NewComerProblems.CUT.toException()));
        socket.write(line + "\r\n");
        bytes.fetch(1);
    }

    void unreachable() {
        fail(NewComerProblems.UNREACHABLE.toException());
    }

    private void received(Buffer piece) {
        if (over) {
            return;
        }
        if (begun.future().isComplete()) {
            deliver(piece);
        } else {
            vertx.cancelTimer(timer);
            first = piece;
            begun.complete();
        }
    }

    private void ended() {
        if (over) {
            return;
        }
        if (!begun.future().isComplete()) {
            fail(NewComerProblems.CUT.toException("The server closed the connection without a word."));
            return;
        }
        over = true;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void fail(ProblemException problem) {
        if (over) {
            return;
        }
        abort();
        if (!begun.tryFail(problem) && exceptionHandler != null) {
            exceptionHandler.handle(problem);
        }
    }

    @Override
    public void abort() {
        over = true;
        first = null;
        vertx.cancelTimer(timer);
        if (socket != null) {
            socket.close();
            // What a paused socket holds back is pooled memory: let it go.
            bytes.resume();
        }
    }

    private void deliver(Buffer piece) {
        demand.take();
        handler.handle(piece);
    }

    @Override
    public LineConversation handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public LineConversation endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public LineConversation exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public LineConversation pause() {
        demand.stop();
        if (bytes != null) {
            bytes.pause();
        }
        return this;
    }

    @Override
    public LineConversation resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public LineConversation fetch(long amount) {
        demand.add(amount);
        if (first != null && handler != null && demand.isThere()) {
            Buffer kept = first;
            first = null;
            deliver(kept);
        }
        // What was read first may have made the reader pause.
        if (first == null && demand.isThere() && !over) {
            bytes.fetch(demand.pieces());
        }
        return this;
    }
}
