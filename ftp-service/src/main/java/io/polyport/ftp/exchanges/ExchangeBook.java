package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings;
import io.polyport.ftp.FtpConfig;
import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.polyport.store.StateProblems;
import io.polyport.store.StateStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What callers see of exchanges and may ask of them; any event loop of any instance. */
public final class ExchangeBook {
    private static final int TRIES = 5;

    private final FtpConfig config;
    private final Optional<Records> records;

    public ExchangeBook(FtpConfig config, Optional<StateStore> state) {
        this.config = config;
        this.records = state.map(store -> store.records(ExchangeJobs.KIND));
    }

    /** What a run can be asked of. */
    public enum What {
        UPLOAD,
        DOWNLOAD
    }

    public List<String> names() {
        return config.exchanges().keySet().stream().sorted().toList();
    }

    /** Fails with {@code ftp.exchange-unknown}. */
    public ExchangeSettings settings(String name) {
        ExchangeSettings settings = config.exchanges().get(name);
        if (settings == null) {
            throw ExchangeProblems.UNKNOWN.toException();
        }
        return settings;
    }

    /** The exchange's configuration without secrets, its state and its history. */
    public Future<JsonObject> show(String name) {
        return records().find(name).map(found -> ExchangeView.of(name, settings(name), found));
    }

    /** Has it looked at soon, by whichever instance. Fails with {@code ftp.exchange-not-manual}. */
    public Future<JsonObject> ask(String name, What what) {
        if (what == What.UPLOAD
                && !settings(name).upload().map(ExchangeSettings.Upload::manual).orElse(false)) {
            throw ExchangeProblems.NOT_MANUAL.toException();
        }
        return ask(name, what, TRIES);
    }

    private Future<JsonObject> ask(String name, What what, int tries) {
        return records().find(name).compose(found -> {
            // The jobs make it when they start.
            Entry entry = found.orElseThrow(StateProblems.CHANGED::toException);
            JsonObject body = entry.body().copy();
            JsonObject asked = body.getJsonObject(Asked.MEMBER, new JsonObject());
            body.put(
                    Asked.MEMBER,
                    asked.put(
                            what == What.UPLOAD ? Tasks.UPLOAD : Tasks.DOWNLOAD,
                            Instant.now().toString()));
            return records().replace(entry, Optional.of(Instant.now()), body).compose(written -> {
                if (written) {
                    return show(name);
                }
                return tries > 1
                        ? ask(name, what, tries - 1)
                        : Future.failedFuture(StateProblems.CHANGED.toException());
            });
        });
    }

    private Records records() {
        return records.orElseThrow(StateProblems.OFF::toException);
    }
}
