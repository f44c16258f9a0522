package io.polyport.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of one kind. Each method is one statement, which the database carries out whole or not at all; so no
 * transaction stays open, whatever happens to this process. All fail with {@code state.unavailable} only.
 */
public final class Records {
    private static final String COLUMNS = "id, owner, version, due, changed, body";
    private static final String UNHELD = " and (held_until is null or held_until <= " + Database.NOW + ")";
    private static final String HELD = " and holder = ? and fence = ? and held_until > " + Database.NOW;

    private final Database database;
    private final String kind;

    Records(Database database, String kind) {
        this.database = database;
        this.kind = kind;
    }

    /** False when there is one of this id already, which stays as it is. */
    public Future<Boolean> create(String id, String owner, Optional<Instant> due, JsonObject body) {
        var values = Tuple.of(kind, id, owner, due.map(Instant::toEpochMilli).orElse(null), body.encode());
        return database.change(
                        "insert into records (kind, id, owner, version, due, fence, changed, body)"
                                + " values (?, ?, ?, 1, ?, 0, " + Database.NOW + ", ?)",
                        values)
                .map(true)
                .recover(failure ->
                        Database.isDuplicate(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure));
    }

    /** Creates one that is claimed from the beginning; empty when there is one of this id already. */
    public Future<Optional<Claim>> createClaimed(
            String id, String owner, Optional<Instant> due, JsonObject body, Duration time) {
        String holder = Database.unique();
        var values = Tuple.tuple()
                .addValue(kind)
                .addValue(id)
                .addValue(owner)
                .addValue(due.map(Instant::toEpochMilli).orElse(null))
                .addValue(holder)
                .addValue(time.toMillis())
                .addValue(body.encode());
        return database.change(
                        "insert into records (kind, id, owner, version, due, holder, held_until, fence, changed, body)"
                                + " values (?, ?, ?, 1, ?, ?, " + Database.NOW + " + ?, 1, " + Database.NOW + ", ?)",
                        values)
                .map(created -> Optional.of(new Claim(id, holder, 1)))
                .recover(failure -> Database.isDuplicate(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    public Future<Optional<Entry>> find(String id) {
        return entries(" where kind = ? and id = ?", Tuple.of(kind, id))
                .map(found -> found.stream().findFirst());
    }

    /** Those of an owner, by their ids, from behind {@code after} (empty: from the first). */
    public Future<List<Entry>> ownedBy(String owner, String after, int most) {
        return entries(
                " where kind = ? and owner = ? and id > ? order by id limit " + most, Tuple.of(kind, owner, after));
    }

    public Future<Long> countOwnedBy(String owner) {
        return database.query("select count(*) from records where kind = ? and owner = ?", Tuple.of(kind, owner))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Those that are due and that nobody has claimed, the longest due first. */
    public Future<List<Entry>> due(int most) {
        return entries(
                " where kind = ? and due <= " + Database.NOW + UNHELD + " order by due, id limit " + most,
                Tuple.of(kind));
    }

    /** False when the record is not as it was seen, or is gone. */
    public Future<Boolean> replace(Entry seen, Optional<Instant> due, JsonObject body) {
        return changed(
                "update records set version = version + 1, due = ?, body = ?, changed = " + Database.NOW
                        + " where kind = ? and id = ? and version = ?",
                Tuple.of(due.map(Instant::toEpochMilli).orElse(null), body.encode(), kind, seen.id(), seen.version()));
    }

    /** False when the record is not as it was seen, or is gone, or the claim is another's by now. */
    public Future<Boolean> replace(Claim claim, Entry seen, Optional<Instant> due, JsonObject body) {
        return changed(
                "update records set version = version + 1, due = ?, body = ?, changed = " + Database.NOW
                        + " where kind = ? and id = ? and version = ?" + HELD,
                Tuple.wrap(new ArrayList<>(java.util.Arrays.asList(
                        due.map(Instant::toEpochMilli).orElse(null),
                        body.encode(),
                        kind,
                        seen.id(),
                        seen.version(),
                        claim.holder(),
                        claim.fence()))));
    }

    /** The same, and the record is another owner's then: it no longer counts for the first. */
    public Future<Boolean> handOver(Claim claim, Entry seen, String owner, Optional<Instant> due, JsonObject body) {
        var values = Tuple.tuple()
                .addValue(owner)
                .addValue(due.map(Instant::toEpochMilli).orElse(null))
                .addValue(body.encode())
                .addValue(kind)
                .addValue(seen.id())
                .addValue(seen.version())
                .addValue(claim.holder())
                .addValue(claim.fence());
        return changed(
                "update records set version = version + 1, owner = ?, due = ?, body = ?, changed = " + Database.NOW
                        + " where kind = ? and id = ? and version = ?" + HELD,
                values);
    }

    /** False when it was gone already. */
    public Future<Boolean> remove(String id) {
        return changed("delete from records where kind = ? and id = ?", Tuple.of(kind, id));
    }

    /** False when it was gone already, or the claim is another's by now. */
    public Future<Boolean> remove(Claim claim) {
        return changed(
                "delete from records where kind = ? and id = ?" + HELD,
                Tuple.of(kind, claim.id(), claim.holder(), claim.fence()));
    }

    /** False when the record is not as it was seen, or is gone. */
    public Future<Boolean> remove(Entry seen) {
        return changed(
                "delete from records where kind = ? and id = ? and version = ?",
                Tuple.of(kind, seen.id(), seen.version()));
    }

    /** False when the record is not as it was seen, or is gone, or the claim is another's by now. */
    public Future<Boolean> remove(Claim claim, Entry seen) {
        return changed(
                "delete from records where kind = ? and id = ? and version = ?" + HELD,
                Tuple.of(kind, seen.id(), seen.version(), claim.holder(), claim.fence()));
    }

    /** Takes the record for a time; empty when somebody else has it, or there is none. */
    public Future<Optional<Claim>> claim(String id, Duration time) {
        String holder = Database.unique();
        return changed(
                        "update records set holder = ?, fence = fence + 1, held_until = " + Database.NOW + " + ?"
                                + " where kind = ? and id = ?" + UNHELD,
                        Tuple.of(holder, time.toMillis(), kind, id))
                .compose(taken -> taken ? claimOf(id, holder) : Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Claim>> claimOf(String id, String holder) {
        return database.query(
                        "select fence from records where kind = ? and id = ? and holder = ?",
                        Tuple.of(kind, id, holder))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Claim(id, holder, rows.iterator().next().getLong(0))));
    }

    /** Has it for so long again from now on; false when it is another's by now. */
    public Future<Boolean> renew(Claim claim, Duration time) {
        return changed(
                "update records set held_until = " + Database.NOW + " + ? where kind = ? and id = ?" + HELD,
                Tuple.of(time.toMillis(), kind, claim.id(), claim.holder(), claim.fence()));
    }

    /** Gives it back; false when it was another's already. */
    public Future<Boolean> release(Claim claim) {
        return changed(
                "update records set holder = null, held_until = null where kind = ? and id = ?" + HELD,
                Tuple.of(kind, claim.id(), claim.holder(), claim.fence()));
    }

    private Future<Boolean> changed(String statement, Tuple values) {
        return database.change(statement, values).map(rows -> rows > 0);
    }

    private Future<List<Entry>> entries(String condition, Tuple values) {
        return database.query("select " + COLUMNS + " from records" + condition, values)
                .map(Records::entries);
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        var entries = new ArrayList<Entry>();
        rows.forEach(row -> entries.add(new Entry(
                row.getString(0),
                row.getString(1),
                row.getLong(2),
                Optional.ofNullable(row.getLong(3)).map(Instant::ofEpochMilli),
                Instant.ofEpochMilli(row.getLong(4)),
                new JsonObject(row.getString(5)))));
        return List.copyOf(entries);
    }
}
