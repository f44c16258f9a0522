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
        return session.rename(from, to)
                .recover(refused -> there && !session.ended().isComplete()
                        ? aside(session, from, to)
                        : Future.failedFuture(refused));
    }

    private static Future<Void> aside(FtpSession session, FtpPath from, FtpPath to) {
        FtpPath old = to.parent().child(SpareName.make(".old"));
        return session.rename(to, old)
                .compose(done -> session.rename(from, to)
                        .recover(again -> session.rename(old, to).transform(back -> Future.failedFuture(again))))
                // The new file stands; that the old one can't be removed is no failure of the caller's.
                .compose(done -> session.delete(old).otherwiseEmpty());
    }
}
