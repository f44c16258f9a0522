package io.polyport.ftp.files;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.vertx.core.Future;

/** Gives a file a name that another file may have. */
public final class Renaming {
    private Renaming() {}

    /**
     * Renames. Some servers refuse to rename onto a file that is there; then that one is put aside first, and back when
     * the new one does not come through: at no moment are both gone.
     *
     * @param there whether a file has the new name, which is to be replaced
     */
    public static Future<Void> rename(FtpSession session, FtpPath from, FtpPath to, boolean there) {
        return rename(session, from, to, there, aside(to));
    }

    /** The name that the file which is to be replaced has for a moment, in the same directory. */
    public static FtpPath aside(FtpPath to) {
        return to.parent().child(SpareName.make(".old"));
    }

    /** The same with {@code old} for the one that is put aside, so that {@link #settle} can end what was cut. */
    public static Future<Void> rename(FtpSession session, FtpPath from, FtpPath to, boolean there, FtpPath old) {
        return session.rename(from, to)
                .recover(refused -> there && !session.ended().isComplete()
                        ? around(session, from, to, old)
                        : Future.failedFuture(refused));
    }

    private static Future<Void> around(FtpSession session, FtpPath from, FtpPath to, FtpPath old) {
        return session.rename(to, old)
                .compose(done -> session.rename(from, to)
                        .recover(again -> session.rename(old, to).transform(back -> Future.failedFuture(again))))
                // The new file stands; that the old one can't be removed is no failure of the caller's.
                .compose(done -> session.delete(old).otherwiseEmpty());
    }

    /** After a renaming that was cut: what was put aside goes back, or away when the new one stands. */
    public static Future<Void> settle(FtpSession session, FtpPath to, FtpPath old) {
        return Presence.ofFile(session, old)
                .compose(aside -> !aside
                        ? Future.succeededFuture()
                        : Presence.ofFile(session, to)
                                .compose(stands -> stands ? session.delete(old) : session.rename(old, to)));
    }
}
