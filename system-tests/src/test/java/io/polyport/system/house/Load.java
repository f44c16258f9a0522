package io.polyport.system.house;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Callers who ask again and again, each as soon as it has its answer, until they are stopped. */
public final class Load implements AutoCloseable {
    private static final int MOST_KEPT = 20;

    private final List<Thread> callers = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    private Load() {}

    /** Each of so many callers asks each of the questions in turn. */
    public static Load of(int callers, List<Supplier<HttpResponse<String>>> questions) {
        var load = new Load();
        for (int i = 0; i < callers; i++) {
            load.callers.add(Thread.ofVirtual().name("caller-" + i).start(() -> load.run(questions)));
        }
        return load;
    }

    private void run(List<Supplier<HttpResponse<String>>> questions) {
        for (int i = 0; !stopped; i = (i + 1) % questions.size()) {
            try {
                HttpResponse<String> answer = questions.get(i).get();
                answered.incrementAndGet();
                if (answer.statusCode() >= 300) {
                    failed(answer.request().uri().getPath() + " " + answer.statusCode() + " " + answer.body());
                }
            } catch (RuntimeException e) {
                failed(e.toString());
            }
        }
    }

    private void failed(String how) {
        failed.incrementAndGet();
        if (failures.size() < MOST_KEPT) {
            failures.add(System.currentTimeMillis() + ": " + how);
        }
    }

    /** Answers of any kind so far. */
    public int answered() {
        return answered.get();
    }

    /** How many calls did not succeed. */
    public int failed() {
        return failed.get();
    }

    /** The first calls that did not succeed, each with its time and its answer. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets the callers finish the call that they are at. */
    @Override
    public void close() {
        stopped = true;
        for (Thread caller : callers) {
            try {
                caller.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
