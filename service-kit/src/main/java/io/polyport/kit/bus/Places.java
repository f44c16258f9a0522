package io.polyport.kit.bus;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;

/** How many things of one kind callers may have open on this instance. Any thread may ask. */
public final class Places {
    private static final int RETRY_AFTER_SECONDS = 5;

    /**
     * The most there may be.
     *
     * @param tooMany what a caller is told who has as many as one may have
     * @param noPlace what it is told when all together have
     */
    public record Limits(int perCaller, int most, ProblemType tooMany, ProblemType noPlace) {}

    private final Limits limits;
    private final Map<Principal.Identity, Integer> taken = new HashMap<>();
    private int allTaken;

    public Places(Limits limits) {
        this.limits = limits;
    }

    /** Takes a place for one more; fails with the problem when there is none. */
    public synchronized void take(Principal owner) {
        int his = taken.getOrDefault(owner.identity(), 0);
        if (his >= limits.perCaller()) {
            throw Problem.of(
                            limits.tooMany(),
                            "You have " + his + " open, and no caller may have more. "
                                    + limits.tooMany().advice())
                    .retryAfter(RETRY_AFTER_SECONDS)
                    .toException();
        }
        if (allTaken >= limits.most()) {
            throw Problem.of(limits.noPlace()).retryAfter(RETRY_AFTER_SECONDS).toException();
        }
        taken.put(owner.identity(), his + 1);
        allTaken++;
    }

    /** How many are open, of all callers. */
    public synchronized int taken() {
        return allTaken;
    }

    public synchronized void giveBack(Principal owner) {
        allTaken--;
        taken.computeIfPresent(owner.identity(), (one, count) -> count > 1 ? count - 1 : null);
    }
}
