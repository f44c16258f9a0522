package io.polyport.ftp;

import io.polyport.ftp.exchanges.ExchangeJobs;
import io.polyport.ftp.exchanges.SoleInstance;
import io.polyport.ftp.exchanges.SoleWatch;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.transfers.TransferMeters;
import io.polyport.ftp.transfers.TransferRoom;
import io.polyport.ftp.uploads.Sweeper;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.ServiceHost.Loop;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.store.StateStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What an instance does without being called. Every event loop has its share of the transfers; the first one sweeps what
 * uploads leave, and has all exchanges.
 */
final class BackgroundWork {
    private static final Supplier<Future<Void>> NOTHING = Future::succeededFuture;

    private final FtpConfig config;
    private final BusMember member;
    private final Surroundings surroundings;
    private final String service;
    private final int loops;
    private final TransferMeters transferMeters;
    private final Promise<Void> leaving = Promise.promise();
    private final AtomicReference<Supplier<Future<Void>>> closeExchanges = new AtomicReference<>(NOTHING);

    /** @param service under which the instances know each other */
    BackgroundWork(FtpConfig config, BusMember member, Surroundings surroundings, String service, int loops) {
        this.config = config;
        this.member = member;
        this.surroundings = surroundings;
        this.service = service;
        this.loops = loops;
        this.transferMeters = new TransferMeters(surroundings.meters());
    }

    /** What one event loop does. */
    final class OfLoop {
        private final boolean first;
        private final TransferRoom transfers;
        private final Optional<Sweeper> sweeper;

        private OfLoop(boolean first, TransferRoom transfers, Optional<Sweeper> sweeper) {
            this.first = first;
            this.transfers = transfers;
            this.sweeper = sweeper;
        }

        TransferRoom transfers() {
            return transfers;
        }

        /** Succeeds when nothing is under way any more. To be called before its sessions are closed. */
        Future<Void> close() {
            return (first ? stopExchanges() : Future.<Void>succeededFuture())
                    .eventually(transfers::leave)
                    .eventually(() -> sweeper.map(Sweeper::close).orElseGet(Future::succeededFuture));
        }
    }

    /**
     * Starts an event loop's, on it. Fails when another instance has the exchanges that only one may have; then nothing of
     * it runs.
     */
    Future<OfLoop> start(Loop loop, Sessions sessions, Optional<StateStore> state) {
        Vertx vertx = loop.member().vertx();
        boolean first = loop.number() == 0;
        var started = new OfLoop(
                first,
                startTransfers(vertx, sessions, state, loop.number()),
                state.filter(open -> first).map(open -> Sweeper.start(vertx, config.uploads(), sessions, open)));
        return (first && !config.exchanges().isEmpty()
                        ? startExchanges(vertx, sessions, state.orElseThrow())
                        : Future.<Void>succeededFuture())
                .map(started)
                .recover(failure -> started.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** What runs here is handed over as soon as this instance begins to leave, whatever calls it still has to finish. */
    private TransferRoom startTransfers(Vertx vertx, Sessions sessions, Optional<StateStore> state, int loop) {
        int most = config.transfers().atOnce();
        int share = most / loops + (loop < most % loops ? 1 : 0);
        var transfers = new TransferRoom(vertx, config, sessions, state, transferMeters, share);
        Context context = vertx.getOrCreateContext();
        leaving.future().onSuccess(told -> context.runOnContext(here -> transfers.leave()));
        return transfers;
    }

    private Future<Void> startExchanges(Vertx vertx, Sessions sessions, StateStore state) {
        var jobs = new ExchangeJobs(vertx, config, sessions, state, surroundings.meters());
        Context context = Vertx.currentContext();
        return requireAlone()
                .compose(watch -> jobs.start()
                        .compose(started -> {
                            closeExchanges.set(() -> {
                                Promise<Void> closed = Promise.promise();
                                context.runOnContext(go -> jobs.close()
                                        .eventually(() -> close(watch))
                                        .onComplete(closed));
                                return closed.future();
                            });
                            // It may have given way while they started.
                            return leaving.future().isComplete() ? stopExchanges() : Future.<Void>succeededFuture();
                        })
                        .recover(failure -> close(watch).transform(closed -> Future.failedFuture(failure))));
    }

    /** Now, and as long as it runs. */
    private Future<Optional<SoleWatch>> requireAlone() {
        return config.state().isFile()
                ? SoleInstance.require(member, service)
                        .compose(alone -> SoleWatch.start(member, service, this::giveWay))
                        .map(Optional::of)
                : Future.succeededFuture(Optional.empty());
    }

    private static Future<Void> close(Optional<SoleWatch> watch) {
        return watch.map(SoleWatch::close).orElseGet(Future::succeededFuture);
    }

    private void giveWay(String reason) {
        leave();
        surroundings.ending().because(reason);
    }

    /** Asked again, it has nothing to do. */
    private Future<Void> stopExchanges() {
        return closeExchanges.getAndSet(NOTHING).get();
    }

    /**
     * The instance begins to leave: from now on another one goes on with transfers and exchanges. Succeeds when the exchanges
     * are over; transfers end meanwhile, and sweeping goes on until {@link OfLoop#close}.
     */
    Future<Void> leave() {
        leaving.tryComplete();
        return stopExchanges();
    }
}
