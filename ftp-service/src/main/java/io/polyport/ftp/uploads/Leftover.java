package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.logins.SessionUse;
import io.vertx.core.Future;
import java.util.Optional;

/** What one plain upload may leave behind. One of its ends is told once. */
public final class Leftover {
    private final Cleaning names;
    private final Optional<Watch> watch;

    Leftover(Cleaning names, Optional<Watch> watch) {
        this.names = names;
        this.watch = watch;
    }

    /** Where the bytes go until all have come, as the caller would say it. */
    public FtpPath temporary() {
        return names.temporary();
    }

    /** The name that a file which is replaced has for a moment. */
    public FtpPath aside() {
        return names.aside().orElseThrow();
    }

    /** Removes it; what was put aside gets its name back. */
    public Future<Void> clean(SessionUse use) {
        return names.run(use);
    }

    /** Nothing is left. */
    public void gone() {
        watch.ifPresent(Watch::gone);
    }

    /** Something may be left, which is swept later. */
    public void abandon() {
        watch.ifPresent(Watch::abandon);
    }
}
