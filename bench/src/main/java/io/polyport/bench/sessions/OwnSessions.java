package io.polyport.bench.sessions;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.listing.ListingSettings;
import io.polyport.ftp.listing.ListingStream;
import io.polyport.ftp.protocol.SocketFtpClient;
import io.polyport.ftp.protocol.TlsContexts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The FTP service's client, on as many event loops as there are processors. */
final class OwnSessions implements SessionLoad.Client {
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    private final Context[] loops;
    /** One of each event loop, as in the service. */
    private final SocketFtpClient[] clients;

    private final FtpSettings settings;

    OwnSessions(int port) {
        this.settings = FtpSettings.of("127.0.0.1", port, "anna", "secret");
        this.loops = IntStream.range(0, LOOPS)
                .mapToObj(loop -> ((VertxInternal) vertx).createEventLoopContext())
                .toArray(Context[]::new);
        var tls = new TlsContexts();
        this.clients = IntStream.range(0, LOOPS)
                .mapToObj(loop -> new SocketFtpClient(vertx, tls))
                .toArray(SocketFtpClient[]::new);
    }

    @Override
    public int failed(int sessions) throws InterruptedException {
        var failed = new AtomicInteger();
        var open = new CountDownLatch(sessions);
        for (int i = 0; i < sessions; i++) {
            var client = clients[i % LOOPS];
            loops[i % LOOPS].runOnContext(now -> session(client).onComplete(done -> {
                if (done.failed()) {
                    failed.incrementAndGet();
                }
                open.countDown();
            }));
        }
        if (!open.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(open.getCount() + " sessions hang");
        }
        return failed.get();
    }

    private Future<Void> session(SocketFtpClient client) {
        return client.open(settings)
                .compose(session -> session.list(FtpPath.ofText(SessionLoad.FOLDER))
                        .compose(listing -> entries(session, listing))
                        .compose(entries -> check(entries == SessionLoad.ENTRIES))
                        .compose(right -> session.download(FtpPath.ofText(SessionLoad.FILE), 0))
                        .compose(OwnSessions::bytes)
                        .compose(bytes -> check(bytes == SessionLoad.FILE_BYTES))
                        .compose(right -> session.quit()));
    }

    private Future<Integer> entries(FtpSession session, FtpListing listing) {
        var info = session.info();
        return new ListingStream(vertx, listing.lines(), ListingSettings.of(listing, info.system(), info.charset()))
                .all()
                .map(java.util.List::size);
    }

    private static Future<Long> bytes(FtpDownload download) {
        Promise<Long> promise = Promise.promise();
        long[] bytes = new long[1];
        download.exceptionHandler(promise::tryFail);
        download.endHandler(end -> promise.tryComplete(bytes[0]));
        download.handler(piece -> bytes[0] += piece.length());
        download.resume();
        return promise.future();
    }

    private static Future<Void> check(boolean right) {
        return right ? Future.succeededFuture() : Future.failedFuture("something else came");
    }
}
