package io.polyport.odata.rows;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.ArrayDeque;
import java.util.Iterator;

/** Lets so many readings run at once and the others wait, first come first served, for a time. For all threads. */
final class Turns {
    private final DatabaseSettings settings;
    private final ArrayDeque<Place> waiting = new ArrayDeque<>();
    private int free;

    /** Who takes turns. Its methods are called while no lock is held, each at most once in all. */
    interface Waiter {
        void admitted();

        void refused(ODataException why);
    }

    private record Place(Waiter waiter, long until) {}

    Turns(DatabaseSettings settings) {
        this.settings = settings;
        this.free = settings.readings();
    }

    void enter(Waiter waiter) {
        boolean admitted = false;
        synchronized (this) {
            if (free > 0) {
                free--;
                admitted = true;
            } else if (waiting.size() < settings.waiting()) {
                waiting.add(new Place(
                        waiter, System.nanoTime() + settings.turnTimeout().toNanos()));
                return;
            }
        }
        if (admitted) {
            waiter.admitted();
        } else {
            waiter.refused(full());
        }
    }

    /** Waits no longer; true when it did. */
    synchronized boolean leave(Waiter waiter) {
        return waiting.removeIf(place -> place.waiter == waiter);
    }

    /** The turn of one that was admitted is over. */
    void giveBack() {
        Place next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.waiter.admitted();
    }

    /** Refuses who has waited too long. */
    void expire(long now) {
        var late = new ArrayDeque<Place>();
        synchronized (this) {
            for (Iterator<Place> places = waiting.iterator(); places.hasNext(); ) {
                Place place = places.next();
                if (now - place.until < 0) {
                    break;
                }
                places.remove();
                late.add(place);
            }
        }
        late.forEach(place -> place.waiter.refused(late()));
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private ODataException full() {
        return new ODataException(
                InnerCode.INTERNAL,
                503,
                "Одновременно выполняется " + settings.readings() + " запросов, и ещё " + settings.waiting()
                        + " ждут своей очереди: больше нельзя (защита 'waiting'). Повторите запрос позже.",
                settings.readings() + " requests read from the database and " + settings.waiting()
                        + " more wait for their turn; the guard 'waiting' allows no more. Ask again a little later.");
    }

    private ODataException late() {
        return new ODataException(
                InnerCode.INTERNAL,
                503,
                "Очередь не дошла до запроса за " + seconds() + " с (защита 'turn-timeout'). Повторите запрос позже.",
                "The request's turn to read from the database did not come within " + seconds()
                        + " s (the guard 'turn-timeout'). Ask again a little later.");
    }

    private String seconds() {
        return DatabaseFaults.seconds(settings.turnTimeout());
    }
}
