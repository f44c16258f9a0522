package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.streams.ReadStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Vert.x with event loops from which a test calls, waiting outside; knows which timers are still set. As a field that
 * JUnit registers it is each test's own, and ends with it.
 */
final class OnLoop implements AfterEachCallback, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final Vertx vertx;
    final Context context;
    final SocketFtpClient client;
    private final Vertx real;
    private final Set<Long> timers = ConcurrentHashMap.newKeySet();

    OnLoop() {
        real = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        vertx = counting(real);
        context = real.getOrCreateContext();
        client = new SocketFtpClient(vertx, new TlsContexts());
    }

    /** Timers that were set by what is tested and neither fired nor cancelled. */
    int timers() {
        return timers.size();
    }

    /** Whatever was done: no timer may outlive it. */
    void nothingIsLeft() {
        eventually("no timer left", () -> timers() == 0);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        try {
            nothingIsLeft();
        } finally {
            close();
        }
    }

    /** A context of the event loop that {@link #context} is not of. */
    Context otherContext() {
        var first = ((ContextInternal) context).nettyEventLoop();
        var other = ((VertxInternal) real).createEventLoopContext();
        while (other.nettyEventLoop().equals(first)) {
            other = ((VertxInternal) real).createEventLoopContext();
        }
        return other;
    }

    <T> T call(Supplier<Future<T>> action) {
        return callOn(context, action);
    }

    <T> T callOn(Context loop, Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(go -> {
            try {
                action.get().onComplete(promise);
            } catch (RuntimeException thrown) {
                promise.fail(thrown);
            }
        });
        return await(promise.future());
    }

    static <T> T await(Future<T> future) {
        return Waiting.value(future, PATIENCE);
    }

    /** The problem with which it fails; anything else fails the test. */
    <T> Problem problem(Supplier<Future<T>> action) {
        try {
            T result = call(action);
            throw new AssertionError("succeeded with " + result);
        } catch (ProblemException e) {
            return e.problem();
        }
    }

    FtpSession open(FtpSettings settings) {
        return call(() -> client.open(settings));
    }

    /** A new directory below {@code pub}. */
    FtpPath fresh(FtpSession session) {
        var directory = FtpPath.ofText("pub/d" + System.nanoTime());
        call(() -> session.makeDirectory(directory));
        return directory;
    }

    FtpSession.Stored upload(FtpSession session, FtpPath path, FtpSession.UploadMode mode, byte[] content) {
        return call(() -> session.upload(path, mode, new Source(context, content)));
    }

    /** The whole file from a byte on. */
    byte[] download(FtpSession session, FtpPath path, long offset) {
        return call(() -> session.download(path, offset).compose(OnLoop::whole)).getBytes();
    }

    static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(Duration.ofSeconds(20), what, condition::getAsBoolean);
    }

    static Future<Buffer> whole(FtpDownload download) {
        Promise<Buffer> promise = Promise.promise();
        var all = Buffer.buffer();
        download.exceptionHandler(promise::tryFail);
        download.endHandler(ended -> promise.tryComplete(all));
        download.handler(all::appendBuffer);
        download.resume();
        return promise.future();
    }

    /** The length and SHA-256 of what comes, without keeping it. */
    static Future<String> digest(FtpDownload download) {
        Promise<String> promise = Promise.promise();
        var sha = sha256();
        long[] bytes = new long[1];
        download.exceptionHandler(promise::tryFail);
        download.endHandler(
                ended -> promise.tryComplete(bytes[0] + ":" + HexFormat.of().formatHex(sha.digest())));
        download.handler(buffer -> {
            bytes[0] += buffer.length();
            sha.update(buffer.getBytes());
        });
        download.resume();
        return promise.future();
    }

    static String digest(byte[] bytes) {
        return bytes.length + ":" + HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(client.close());
        await(real.close());
    }

    private Vertx counting(Vertx target) {
        return (Vertx) Proxy.newProxyInstance(
                OnLoop.class.getClassLoader(), new Class<?>[] {VertxInternal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setTimer")) {
                        return counted(target, (Long) arguments[0], arguments[1]);
                    }
                    if (method.getName().equals("cancelTimer")) {
                        timers.remove((Long) arguments[0]);
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private long counted(Vertx target, long millis, Object handler) {
        long id = target.setTimer(millis, fired -> {
            timers.remove(fired);
            ((Handler<Long>) handler).handle(fired);
        });
        timers.add(id);
        return id;
    }

    /** Bytes that are made as they are asked for; all of one value per position, so that a gap shows. */
    static final class Source implements ReadStream<Buffer> {
        private static final int CHUNK = 32 * 1024;
        private final Context context;
        private final byte[] content;
        private final long failAfter;
        private long position;
        private boolean flowing;
        private boolean scheduled;
        private boolean over;
        private Handler<Buffer> handler;
        private Handler<Void> endHandler;
        private Handler<Throwable> failureHandler;

        Source(Context context, byte[] content) {
            this(context, content, Long.MAX_VALUE);
        }

        Source(Context context, byte[] content, long failAfter) {
            this.context = context;
            this.content = content;
            this.failAfter = failAfter;
        }

        long position() {
            return position;
        }

        @Override
        public Source handler(Handler<Buffer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public Source exceptionHandler(Handler<Throwable> newHandler) {
            failureHandler = newHandler;
            return this;
        }

        @Override
        public Source endHandler(Handler<Void> newHandler) {
            endHandler = newHandler;
            return this;
        }

        @Override
        public Source pause() {
            flowing = false;
            return this;
        }

        @Override
        public Source resume() {
            flowing = true;
            if (!scheduled) {
                scheduled = true;
                context.runOnContext(turn -> {
                    scheduled = false;
                    step();
                });
            }
            return this;
        }

        @Override
        public Source fetch(long amount) {
            return resume();
        }

        private void step() {
            for (int i = 0; i < 16 && flowing && !over; i++) {
                if (position >= failAfter) {
                    over = true;
                    if (failureHandler != null) {
                        failureHandler.handle(new IllegalStateException("the caller is gone"));
                    }
                } else if (position == content.length) {
                    over = true;
                    if (endHandler != null) {
                        endHandler.handle(null);
                    }
                } else if (handler != null) {
                    int end = (int) Math.min(content.length, position + CHUNK);
                    var chunk = Buffer.buffer(java.util.Arrays.copyOfRange(content, (int) position, end));
                    position = end;
                    handler.handle(chunk);
                }
            }
            if (flowing && !over) {
                resume();
            }
        }
    }
}
