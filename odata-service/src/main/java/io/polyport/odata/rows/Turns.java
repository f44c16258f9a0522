package io.polyport.odata.rows;

import io.polyport.kit.bus.Principal;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets so many readings run at once and the others wait for a time. No caller has more than his share of them; among callers
 * who wait, each gets the next turn after the others, and of one caller those come first who asked first. For all threads.
 */
final class Turns {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final DatabaseSettings settings;
    private final int share;
    private final int waitingShare;

    /** Of callers who read or wait; whose turn began or ended last stands last. */
    private final Map<Principal.Identity, Line> lines = new LinkedHashMap<>();

    private int free;
    private int waiting;

    /** Who takes turns. Its methods but for {@link #caller} are called while no lock is held, each at most once in all. */
    interface Waiter {
        /** For whom it reads. */
        Principal.Identity caller();

        void admitted();

        void refused(ODataException why);
    }

    private record Place(Waiter waiter, long until) {}

    /** One caller's. */
    private static final class Line {
        final ArrayDeque<Place> places = new ArrayDeque<>();
        int running;

        boolean isEmpty() {
            return running == 0 && places.isEmpty();
        }
    }

    Turns(DatabaseSettings settings) {
        this.settings = settings;
        this.free = settings.readings();
        this.share = settings.share();
        this.waitingShare = settings.waitingShare();
    }

    void enter(Waiter waiter) {
        ODataException refusal = null;
        Waiter refused = waiter;
        synchronized (this) {
            var line = lines.computeIfAbsent(waiter.caller(), ignored -> new Line());
            if (free > 0 && line.running < share) {
                admit(waiter.caller(), line);
            } else if (line.places.size() >= waitingShare && (line.running >= share || waitingShare > 0)) {
                refusal = ownFull();
            } else if (waiting < settings.waiting()) {
                await(waiter, line);
                return;
            } else {
                refusal = full();
                var longest = longest();
                if (longest != null && longest.places.size() > line.places.size() + 1) {
                    // Few callers with many requests each must not keep out those who come with their first.
                    refused = longest.places.pollLast().waiter;
                    waiting--;
                    await(waiter, line);
                }
            }
            forget(waiter.caller(), line);
        }
        if (refusal == null) {
            waiter.admitted();
        } else {
            refused.refused(refusal);
        }
    }

    private void await(Waiter waiter, Line line) {
        line.places.add(
                new Place(waiter, System.nanoTime() + settings.turnTimeout().toNanos()));
        waiting++;
    }

    /** Of those who wait; null when nobody does. */
    private Line longest() {
        Line longest = null;
        for (var line : lines.values()) {
            if (!line.places.isEmpty() && (longest == null || line.places.size() > longest.places.size())) {
                longest = line;
            }
        }
        return longest;
    }

    private void admit(Principal.Identity caller, Line line) {
        free--;
        line.running++;
        putLast(caller, line);
    }

    /** All others who wait now come first. */
    private void putLast(Principal.Identity caller, Line line) {
        lines.remove(caller);
        lines.put(caller, line);
    }

    private void forget(Principal.Identity caller, Line line) {
        if (line.isEmpty()) {
            lines.remove(caller);
        }
    }

    /** Waits no longer; true when it did. */
    synchronized boolean leave(Waiter waiter) {
        var line = lines.get(waiter.caller());
        if (line == null || !line.places.removeIf(place -> place.waiter == waiter)) {
            return false;
        }
        waiting--;
        forget(waiter.caller(), line);
        return true;
    }

    /** The turn of one that was admitted is over. */
    void giveBack(Principal.Identity caller) {
        Place next;
        synchronized (this) {
            free++;
            var line = lines.get(caller);
            line.running--;
            putLast(caller, line);
            forget(caller, line);
            next = next();
        }
        if (next != null) {
            next.waiter.admitted();
        }
    }

    private Place next() {
        for (var entry : lines.entrySet()) {
            var line = entry.getValue();
            if (line.running < share && !line.places.isEmpty()) {
                waiting--;
                admit(entry.getKey(), line);
                return line.places.poll();
            }
        }
        return null;
    }

    /** Refuses who has waited too long. */
    void expire(long now) {
        List<Runnable> refusals = new ArrayList<>();
        synchronized (this) {
            for (var line : lines.values()) {
                while (!line.places.isEmpty() && now - line.places.peek().until >= 0) {
                    var waiter = line.places.poll().waiter;
                    waiting--;
                    var why = line.running >= share ? ownLate() : late();
                    refusals.add(() -> waiter.refused(why));
                }
            }
            lines.values().removeIf(Line::isEmpty);
        }
        refusals.forEach(Runnable::run);
    }

    synchronized int waiting() {
        return waiting;
    }

    private ODataException full() {
        return refusal(
                UNAVAILABLE,
                "Одновременно выполняется " + settings.readings() + " запросов, и ещё " + settings.waiting()
                        + " ждут своей очереди: больше нельзя (защита 'waiting'). Повторите запрос позже.",
                settings.readings() + " requests read from the database and " + settings.waiting()
                        + " more wait for their turn; the guard 'waiting' allows no more. Ask again a little later.");
    }

    private ODataException ownFull() {
        return refusal(
                TOO_MANY_REQUESTS,
                "Ваших запросов уже ждёт очереди " + waitingShare + ", выполняется одновременно не больше " + share
                        + " (защиты 'waiting-per-caller' и 'readings-per-caller'). Дождитесь ответов и повторите запрос.",
                waitingShare + " of your requests wait for their turn already, and no more than " + share
                        + " run at once (the guards 'waiting-per-caller' and 'readings-per-caller'). Wait for their answers, then"
                        + " ask again.");
    }

    private ODataException late() {
        return refusal(
                UNAVAILABLE,
                "Очередь не дошла до запроса за " + seconds() + " с (защита 'turn-timeout'). Повторите запрос позже.",
                "The request's turn to read from the database did not come within " + seconds()
                        + " s (the guard 'turn-timeout'). Ask again a little later.");
    }

    private ODataException ownLate() {
        return refusal(
                TOO_MANY_REQUESTS,
                "Другие ваши запросы (" + share
                        + ", больше одновременно нельзя: защита 'readings-per-caller') не завершились за " + seconds()
                        + " с (защита 'turn-timeout'). Дочитайте или прервите их и повторите запрос.",
                "Your other requests, " + share
                        + " of them and no more may run at once (the guard 'readings-per-caller'), did"
                        + " not end within " + seconds()
                        + " s (the guard 'turn-timeout'). Read their answers to the end or break them off, then ask again.");
    }

    private static ODataException refusal(int status, String russian, String english) {
        return new ODataException(InnerCode.INTERNAL, status, russian, english).retryAfter(RETRY_AFTER_SECONDS);
    }

    private String seconds() {
        return DatabaseFaults.seconds(settings.turnTimeout());
    }
}
