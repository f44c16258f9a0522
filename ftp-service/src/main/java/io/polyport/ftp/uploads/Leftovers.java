package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.UploadSettings;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.files.SpareName;
import io.polyport.store.HeldClaim;
import io.polyport.store.Owner;
import io.polyport.store.Records;
import io.polyport.store.StateStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary files of plain uploads, written down before they are made, so that those of a process that dies are swept. An
 * upload goes on without that when the state can't be reached. Belongs to one event loop.
 */
public final class Leftovers {
    static final String KIND = "leftovers";
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration WITHOUT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Optional<Records> records;
    private final UploadSettings settings;
    private long withoutUntil = System.nanoTime();

    public Leftovers(Vertx vertx, UploadSettings settings, Optional<StateStore> state) {
        this.vertx = vertx;
        this.settings = settings;
        this.records = state.map(store -> store.records(KIND));
    }

    /**
     * Names for an upload, written down if that is possible within a second; never fails.
     *
     * @param connection a configured one; empty: the server is one of the caller's own, where nobody else can sweep
     * @param file that the upload becomes, as the caller says it
     * @param at seen from where the login begins
     */
    public Future<Leftover> name(Optional<String> connection, FtpPath file, FtpPath at) {
        var names = names(file);
        if (records.isEmpty() || connection.isEmpty() || System.nanoTime() - withoutUntil < 0) {
            return Future.succeededFuture(new Leftover(names, Optional.empty()));
        }
        var body = body(connection.get(), at, names);
        var created = HeldClaim.create(
                vertx,
                records.get(),
                settings.claim(),
                StoredPath.write(names.temporary().last()),
                Owner.SERVICE,
                Instant.now(),
                body);
        return created.map(held ->
                        new Leftover(names, held.map(claim -> new Watch(vertx, records.get(), settings, claim))))
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    LOG.warn("uploads go on without a record of their temporary files: {}", failure.getMessage());
                    withoutUntil = System.nanoTime() + WITHOUT.toNanos();
                    // It may still be written down, and then be swept: so this file has another name.
                    created.onSuccess(late -> late.ifPresent(claim -> forget(records.get(), claim)));
                    return Future.succeededFuture(new Leftover(names(file), Optional.empty()));
                });
    }

    private static Cleaning names(FtpPath file) {
        return new Cleaning(file, file.parent().child(SpareName.make(".part")), Optional.of(Renaming.aside(file)));
    }

    private static void forget(Records records, HeldClaim claim) {
        claim.end();
        records.remove(claim.claim().id());
    }

    private static JsonObject body(String connection, FtpPath at, Cleaning names) {
        return new JsonObject()
                .put("connection", connection)
                .put("path", StoredPath.write(at.resolve(names.file())))
                .put("temporary", StoredPath.write(at.resolve(names.temporary())))
                .put("aside", StoredPath.write(at.resolve(names.aside().orElseThrow())));
    }

    static Cleaning cleaning(JsonObject body) {
        return new Cleaning(
                StoredPath.read(body.getString("path")),
                StoredPath.read(body.getString("temporary")),
                Optional.of(StoredPath.read(body.getString("aside"))));
    }
}
