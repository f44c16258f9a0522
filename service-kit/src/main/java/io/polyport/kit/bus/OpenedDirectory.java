package io.polyport.kit.bus;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** On which event loop each opened thing of this program lives, and why those that ended did. Any thread may ask. */
public final class OpenedDirectory implements LoopChooser {
    private static final int MOST_REASONS = 10_000;

    private final Map<String, Integer> loops = new ConcurrentHashMap<>();
    private final Map<String, Opened> owned = new ConcurrentHashMap<>();
    private final Map<String, String> reasons = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REASONS;
        }
    });

    @Override
    public int choose(Envelope envelope, int here, int count) {
        for (String argument : envelope.request().arguments().values()) {
            Integer loop = argument.startsWith("~") ? loops.get(argument) : null;
            if (loop != null) {
                return loop;
            }
        }
        return here;
    }

    public int size() {
        return loops.size();
    }

    public void opened(Opened thing, int loop) {
        loops.put(thing.id(), loop);
        owned.put(thing.id(), thing);
    }

    /** What belongs to a caller, on whichever event loop: what never changes about each. */
    public List<JsonObject> of(Principal asker) {
        return owned.values().stream()
                .filter(one -> one.belongsTo(asker))
                .sorted(Comparator.comparing(Opened::id))
                .map(Opened::summary)
                .toList();
    }

    public void ended(String id, String reason) {
        loops.remove(id);
        owned.remove(id);
        reasons.put(id, reason);
    }

    /** Why something that was here has ended. */
    public Optional<String> reason(String id) {
        return Optional.ofNullable(reasons.get(id));
    }

    /** What a caller is told who asks for something that is here no longer: {@code connection.lost}, with the reason. */
    public ProblemException lost(String id) {
        return reason(id)
                .map(reason ->
                        Problem.of(BusProblems.GONE).with("reason", reason).toException())
                .orElseGet(BusProblems.GONE::toException);
    }
}
