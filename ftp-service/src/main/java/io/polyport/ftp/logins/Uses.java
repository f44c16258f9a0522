package io.polyport.ftp.logins;

import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** When a login goes back. */
public final class Uses {
    private Uses() {}

    /** The login goes back when the work is done, well or not. */
    public static <T> Future<T> during(SessionUse use, Supplier<Future<T>> work) {
        return guarded(work).onComplete(ignored -> use.giveBack());
    }

    /** The login goes back when the work fails; when it is done well, the work itself has seen to it. */
    public static <T> Future<T> ending(SessionUse use, Supplier<Future<T>> work) {
        return guarded(work).onFailure(ignored -> use.giveBack());
    }

    /** A server may read for minutes; nothing but the end of the connection tells it that nobody waits any longer. */
    public static <T> Future<T> whileWanted(Call call, FtpSession session, Future<T> work) {
        call.whenGone(() -> {
            if (!work.isComplete()) {
                session.abort();
            }
        });
        return work;
    }

    /** Ends the login when the work has to stop; not afterwards, when it is somebody else's. */
    public static <T> Future<T> until(Future<Void> stop, SessionUse use, Future<T> work) {
        stop.onSuccess(now -> {
            if (!work.isComplete()) {
                use.session().abort();
            }
        });
        return work;
    }

    /** What throws fails. */
    public static <T> Future<T> guarded(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }
}
