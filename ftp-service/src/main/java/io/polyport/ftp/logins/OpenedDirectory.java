package io.polyport.ftp.logins;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.OperationProblems;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.Principal;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** On which event loop each opened connection of this program lives, and why those that ended did. Any thread may ask. */
public final class OpenedDirectory implements LoopChooser {
    private static final int MOST_REASONS = 10_000;

    private final Map<String, Integer> loops = new ConcurrentHashMap<>();
    private final Map<String, OpenedConnection> owned = new ConcurrentHashMap<>();
    private final Map<Owner, Integer> taken = new HashMap<>();
    private int allTaken;
    private final Map<String, String> reasons = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REASONS;
        }
    });

    private record Owner(String tenant, String subject) {
        static Owner of(Principal principal) {
            return new Owner(principal.tenant(), principal.subject());
        }
    }

    /** Takes a place for one more connection before the server is asked; fails with the problem when there is none. */
    public synchronized void takePlace(Principal owner, FtpConfig.Opened limits) {
        int his = taken.getOrDefault(Owner.of(owner), 0);
        if (his >= limits.perCaller()) {
            throw OperationProblems.TOO_MANY_OPENED.toException(
                    "You have " + his
                            + " connections open, and no caller may have more. Close one (DELETE /connections/{id}) and try again.");
        }
        if (allTaken >= limits.most()) {
            throw OperationProblems.NO_PLACE.toException();
        }
        taken.put(Owner.of(owner), his + 1);
        allTaken++;
    }

    public synchronized void givePlaceBack(Principal owner) {
        allTaken--;
        taken.computeIfPresent(Owner.of(owner), (one, count) -> count > 1 ? count - 1 : null);
    }

    @Override
    public int choose(Envelope envelope, int here, int count) {
        var arguments = envelope.request().arguments();
        String id = arguments.getOrDefault("c", arguments.getOrDefault("id", ""));
        return loops.getOrDefault(id, here);
    }

    public int size() {
        return loops.size();
    }

    public void opened(OpenedConnection connection, int loop) {
        loops.put(connection.id(), loop);
        owned.put(connection.id(), connection);
    }

    /** What belongs to a caller, on whichever event loop: ids and servers, which never change. */
    public List<JsonObject> of(Principal asker) {
        return owned.values().stream()
                .filter(one -> one.belongsTo(asker))
                .sorted(Comparator.comparing(OpenedConnection::id))
                .map(OpenedConnection::summary)
                .toList();
    }

    public void ended(String id, String reason) {
        loops.remove(id);
        owned.remove(id);
        reasons.put(id, reason);
    }

    /** Why a connection that was here has ended. */
    public Optional<String> reason(String id) {
        return Optional.ofNullable(reasons.get(id));
    }
}
