package io.polyport.ftp.exchanges;

import io.micrometer.core.instrument.MeterRegistry;
import io.polyport.ftp.ExchangeSettings;
import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.logins.Sessions;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.egress.Resolver;
import io.polyport.store.Entry;
import io.polyport.store.Owner;
import io.polyport.store.Records;
import io.polyport.store.StateStore;
import io.polyport.store.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the configured exchanges, each on one instance at a time (FT-36). Belongs to the event loop that makes it; one per
 * instance is enough.
 */
public final class ExchangeJobs {
    /** The kind of the records. */
    static final String KIND = "exchange";

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeJobs.class);
    /** How often the records are looked at, unless an exchange wants it more often. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private static final Duration LEAST_LOOK = Duration.ofMillis(100);
    /** What a killed instance worked on is gone on with after this and one look. */
    private static final Duration CLAIM = Duration.ofSeconds(6);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int AT_ONCE = 16;
    private static final long TEND_MILLIS = 10_000;

    private final Vertx vertx;
    private final FtpConfig config;
    private final Sessions sessions;
    private final Records records;
    private final ExchangeMeters meters;
    private final EgressGuard guard;
    private final HttpClientAgent http;
    private final WorkQueue queue;
    private long timer = -1;

    public ExchangeJobs(Vertx vertx, FtpConfig config, Sessions sessions, StateStore state, MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.sessions = sessions;
        this.records = state.records(KIND);
        this.meters = new ExchangeMeters(registry);
        var callbacks = config.exchangeCallbacks();
        this.guard = EgressGuard.adHoc(
                callbacks.egress(),
                Resolver.system(vertx, callbacks.resolveTimeout().toMillis()),
                registry);
        var options = new HttpClientOptions()
                .setConnectTimeout((int) callbacks.connectTimeout().toMillis())
                .setKeepAlive(false);
        callbacks
                .caFile()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(AT_ONCE));
        this.queue =
                new WorkQueue(vertx, records, new WorkQueue.Settings(look(config), AT_ONCE, CLAIM, RETRY), this::work);
    }

    private static Duration look(FtpConfig config) {
        return config.exchanges().values().stream()
                .map(ExchangeSettings::pollPeriod)
                .map(period -> period.compareTo(LEAST_LOOK) < 0 ? LEAST_LOOK : period)
                .filter(period -> period.compareTo(LOOK) < 0)
                .min(Duration::compareTo)
                .orElse(LOOK);
    }

    /** Begins; every exchange is looked at soon, since its configuration may be another one. */
    public Future<Void> start() {
        config.exchanges().keySet().forEach(meters::register);
        return tend(true).onSuccess(ready -> {
            timer = vertx.setPeriodic(
                    TEND_MILLIS,
                    ignored -> tend(false)
                            .onFailure(failure -> LOG.warn("exchanges can't be looked after: {}", failure.toString())));
            queue.start();
        });
    }

    /** Takes nothing more; succeeds when what ran has stopped, so that another instance can go on with it at once. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return queue.close().eventually(http::close);
    }

    /** Every configured exchange has a record that is due at some time. */
    private Future<Void> tend(boolean now) {
        return Future.join(config.exchanges().keySet().stream()
                        .map(name -> records.find(name)
                                .compose(found -> found.isEmpty()
                                        ? records.create(
                                                        name,
                                                        Owner.SERVICE,
                                                        Optional.of(Instant.now()),
                                                        new JsonObject())
                                                .<Void>mapEmpty()
                                        : tend(found.get(), now)))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> tend(Entry entry, boolean now) {
        meters.seen(entry.id(), entry.body());
        return now || entry.due().isEmpty()
                // When it is changed at this moment, somebody works on it.
                ? records.replace(entry, Optional.of(Instant.now()), entry.body())
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Void> work(WorkQueue.Job job) {
        String name = job.entry().id();
        ExchangeSettings settings = config.exchanges().get(name);
        if (settings == null) {
            // Of an instance with another configuration, or of a time before: it sleeps until somebody knows it.
            return records.replace(
                            job.claim().claim(),
                            job.entry(),
                            Optional.empty(),
                            job.entry().body())
                    .mapEmpty();
        }
        var journal = new Journal(records, job);
        var remote = new FtpFolder(vertx, sessions, settings.connection(), config.listings(), job.stop());
        LocalSide local = local(name, settings, job.stop());
        return new ExchangeRun(name, settings, journal, task -> task(task, settings, journal, remote, local), meters)
                .run()
                .recover(failure ->
                        failure instanceof Stopped ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private LocalSide local(String name, ExchangeSettings settings, Future<Void> stop) {
        var local = settings.local();
        if (local.url().isPresent()) {
            return new CallbackSide(vertx, http, guard, local, name, stop);
        }
        String directory = local.directory().orElseThrow();
        return local.connection()
                .<LocalSide>map(other -> new FtpSide(
                        new FtpFolder(vertx, sessions, other, config.listings(), stop), FtpPath.ofText(directory)))
                .orElseGet(() -> new FolderSide(vertx, config.exchangeFolder().orElseThrow(), directory));
    }

    private Task task(String task, ExchangeSettings settings, Journal journal, FtpFolder remote, LocalSide local) {
        Task plain = switch (task) {
            case Tasks.DOWNLOAD ->
                new Fetch(vertx, remote, local, journal, task, download(settings), settings.pollPeriod());
            case Tasks.REQUEST ->
                new Fetch(vertx, remote, local, journal, task, request(settings), settings.pollPeriod());
            default ->
                new Send(
                        remote,
                        local,
                        journal,
                        task,
                        settings.upload().orElseThrow(),
                        settings.uploadPeriod().isZero(),
                        settings.uploadPeriod().isZero() ? settings.pollPeriod() : settings.uploadPeriod());
        };
        return () -> local.open().compose(open -> plain.run());
    }

    private static Fetch.Plan download(ExchangeSettings settings) {
        var download = settings.download().orElseThrow();
        return new Fetch.Plan(
                download.remote(),
                download.isPattern(),
                download.local(),
                download.automaticLoad(),
                download.loadFlag(),
                download.ready(),
                download.after());
    }

    /** A flag is there or not: nobody waits for its content. */
    private static Fetch.Plan request(ExchangeSettings settings) {
        var upload = settings.upload().orElseThrow();
        return new Fetch.Plan(
                upload.requestFlag().orElseThrow(),
                false,
                upload.uploadFlag(),
                false,
                Optional.empty(),
                new ExchangeSettings.Ready(ExchangeSettings.Ready.When.AT_ONCE, Duration.ofSeconds(1), ".done"),
                new ExchangeSettings.After(ExchangeSettings.After.Action.DELETE, Optional.empty()));
    }
}
