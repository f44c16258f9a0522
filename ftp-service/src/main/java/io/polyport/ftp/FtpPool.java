package io.polyport.ftp;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Logins of one configured connection, kept for the next call. Belongs to one event loop; with several loops each has a
 * pool of its own, and its share of the size. With a size of 0 every call logs in and out.
 */
public final class FtpPool {
    /**
     * How a pool behaves.
     *
     * @param size logins at the same time; 0 = one per call, not bounded
     * @param maxWaiting callers that wait for a login; more are refused at once
     * @param maxWait how long one waits for its turn; logging in has its own limits
     * @param idle a login that nobody used for so long is closed
     * @param trusted a login that was used so recently is given out without asking the server
     */
    public record Settings(int size, int maxWaiting, Duration maxWait, Duration idle, Duration trusted) {
        public Settings {
            if (size < 0 || maxWaiting < 0 || maxWait.toMillis() < 1 || idle.toMillis() < 1 || trusted.isNegative()) {
                throw new IllegalArgumentException("a pool's numbers are not negative, its times at least 1 ms");
            }
        }

        /** 64 may wait for 30 s; closed after 60 s; asked again after 10 s. */
        public static Settings ofSize(int size) {
            return new Settings(size, 64, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(10));
        }
    }

    /** A login in use. Released exactly once; further calls do nothing. */
    public interface Lease {
        FtpSession session();

        /** Gives the login back; one that has ended or is still busy is closed instead. */
        void release();
    }

    /** A caller's place: the login when it is there, and the way to give up before. */
    public interface Ticket {
        /** Fails with {@code ftp.pool-exhausted} or what logging in failed with. */
        Future<Lease> lease();

        /** Leaves the queue; a login that comes all the same goes back. Does nothing once the lease is there. */
        void cancel();
    }

    private record Idle(FtpSession session, long since, long timer) {}

    private final Vertx vertx;
    private final FtpClient client;
    private final FtpSettings login;
    private final Settings settings;
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private final ArrayDeque<Place> waiting = new ArrayDeque<>();
    private final Set<FtpSession> leased = new HashSet<>();
    private int open;
    private boolean closed;

    public FtpPool(Vertx vertx, FtpClient client, FtpSettings login, Settings settings) {
        this.vertx = vertx;
        this.client = client;
        this.login = login;
        this.settings = settings;
    }

    /** Asks for a login. Called, like everything here, on the pool's event loop. */
    public Ticket acquire() {
        var place = new Place();
        if (closed) {
            place.fail(FtpProblems.UNAVAILABLE.toException("This connection is being shut down."));
        } else if (settings.size() == 0 || (waiting.isEmpty() && (open < settings.size() || !idle.isEmpty()))) {
            serve(place);
        } else if (waiting.size() >= settings.maxWaiting()) {
            place.fail(exhausted(
                    waiting.isEmpty() ? "No call may wait for one." : waiting.size() + " calls wait already."));
        } else {
            place.waitTurn();
        }
        return place;
    }

    /** Logins that stand: in use, idle, or on their way. */
    public int openCount() {
        return open;
    }

    public int idleCount() {
        return idle.size();
    }

    public int waitingCount() {
        return waiting.size();
    }

    /** Closes all logins, those in use too, and refuses whoever waits. */
    public void close() {
        closed = true;
        while (!waiting.isEmpty()) {
            waiting.peek().fail(FtpProblems.UNAVAILABLE.toException("This connection is being shut down."));
        }
        // Each end comes back here at once and takes its login out.
        List.copyOf(idle).forEach(one -> one.session().abort());
        Set.copyOf(leased).forEach(FtpSession::abort);
    }

    private ProblemException exhausted(String why) {
        return FtpProblems.POOL_EXHAUSTED.toException(
                "Every login that calls may share is in use. " + why + " " + FtpProblems.POOL_EXHAUSTED.advice());
    }

    /** Takes the freshest idle login, or a new one. */
    private void serve(Place place) {
        Idle found = idle.pollLast();
        if (found == null) {
            open++;
            client.open(login).onComplete(opened -> {
                if (opened.failed()) {
                    open--;
                    place.fail(opened.cause());
                    next();
                } else {
                    opened.result().ended().onSuccess(reason -> ended(opened.result()));
                    give(place, opened.result());
                }
            });
            return;
        }
        vertx.cancelTimer(found.timer());
        if (System.nanoTime() - found.since() <= settings.trusted().toNanos()) {
            give(place, found.session());
            return;
        }
        found.session().noop().onComplete(alive -> {
            if (alive.succeeded()) {
                give(place, found.session());
            } else {
                replace(place, found.session());
            }
        });
    }

    /**
     * A login that no longer answers gives way to a new one for the same caller. Until its end has been counted it takes a
     * place in the pool; so the caller waits for that, before all others.
     */
    private void replace(Place place, FtpSession dead) {
        if (closed) {
            place.fail(FtpProblems.UNAVAILABLE.toException("This connection is being shut down."));
        } else if (!place.isOver()) {
            place.waitFirst();
        }
        dead.abort();
        // Its end may have been counted before its probe failed: then nothing else would call the caller up.
        next();
    }

    private void give(Place place, FtpSession session) {
        if (closed) {
            session.abort();
            place.fail(FtpProblems.UNAVAILABLE.toException("This connection is being shut down."));
        } else if (place.isOver()) {
            park(session);
        } else {
            leased.add(session);
            place.complete(new Login(session));
        }
    }

    /** The far side, a failure or we ourselves have closed it. */
    private void ended(FtpSession session) {
        open--;
        leased.remove(session);
        idle.removeIf(one -> {
            boolean same = one.session().equals(session);
            if (same) {
                vertx.cancelTimer(one.timer());
            }
            return same;
        });
        next();
    }

    private void takeBack(FtpSession session) {
        if (!leased.remove(session)) {
            return;
        }
        if (session.isBusy()) {
            session.abort();
        } else if (settings.size() == 0 || closed) {
            session.quit();
        } else {
            session.reset().onComplete(done -> {
                if (done.succeeded()) {
                    park(session);
                } else {
                    session.abort();
                }
            });
        }
    }

    private void park(FtpSession session) {
        if (settings.size() == 0 || closed) {
            session.quit();
            return;
        }
        long timer = vertx.setTimer(settings.idle().toMillis(), late -> {
            idle.removeIf(one -> one.session().equals(session));
            session.quit();
        });
        idle.add(new Idle(session, System.nanoTime(), timer));
        next();
    }

    private void next() {
        if (!closed && !waiting.isEmpty() && (open < settings.size() || !idle.isEmpty())) {
            var place = waiting.poll();
            place.leaveQueue();
            serve(place);
        }
    }

    private final class Login implements Lease {
        private final FtpSession session;
        private boolean released;

        Login(FtpSession session) {
            this.session = session;
        }

        @Override
        public FtpSession session() {
            return session;
        }

        @Override
        public void release() {
            if (!released) {
                released = true;
                takeBack(session);
            }
        }
    }

    private final class Place implements Ticket {
        private final Promise<Lease> promise = Promise.promise();
        private long timer = -1;

        @Override
        public Future<Lease> lease() {
            return promise.future();
        }

        @Override
        public void cancel() {
            fail(FtpProblems.CONNECTION_LOST.toException("The caller no longer waits for a login."));
        }

        boolean isOver() {
            return promise.future().isComplete();
        }

        void waitTurn() {
            waiting.add(this);
            startTimer();
        }

        /** Its turn had come already. */
        void waitFirst() {
            waiting.addFirst(this);
            startTimer();
        }

        private void startTimer() {
            timer = vertx.setTimer(
                    settings.maxWait().toMillis(),
                    late -> fail(exhausted(
                            "None became free within " + settings.maxWait().toMillis() + " ms.")));
        }

        void leaveQueue() {
            waiting.remove(this);
            vertx.cancelTimer(timer);
        }

        void complete(Lease lease) {
            promise.complete(lease);
        }

        void fail(Throwable cause) {
            leaveQueue();
            promise.tryFail(cause);
        }
    }
}
