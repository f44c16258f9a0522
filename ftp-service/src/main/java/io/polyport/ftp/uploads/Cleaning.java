package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.Presence;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.logins.SessionUse;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What an upload may leave at a server; paths are the caller's.
 *
 * @param file that it was to become
 * @param aside where a file that it was to replace may stand
 */
record Cleaning(FtpPath file, FtpPath temporary, Optional<FtpPath> aside) {
    static Cleaning of(UploadRecord upload) {
        return new Cleaning(upload.path(), upload.temporary(), upload.renaming().map(UploadRecord.Renamed::aside));
    }

    /** The old file has its name again unless the new one has it; nothing else is left. */
    Future<Void> run(SessionUse use) {
        Future<Void> settled = aside.map(old -> Renaming.settle(use.session(), use.onServer(file), use.onServer(old)))
                .orElseGet(Future::succeededFuture);
        return settled.compose(done -> Presence.end(use.session(), use.onServer(temporary)));
    }
}
