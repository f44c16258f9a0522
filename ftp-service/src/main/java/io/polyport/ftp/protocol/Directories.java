package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The listings of directories. */
final class Directories {
    private final Transfers transfers;
    private final WorkingDirectory working;
    private final ServerSystem system;
    private final String listCommand;
    private boolean machine;

    /** With {@code machine} when the server has MLSD. */
    Directories(
            Transfers transfers, WorkingDirectory working, ServerSystem system, boolean machine, boolean showHidden) {
        this.transfers = transfers;
        this.working = working;
        this.system = system;
        this.machine = machine;
        this.listCommand = showHidden ? "LIST -a" : "LIST";
    }

    /**
     * A listing that has begun, or why it has not.
     *
     * @param listing null when refused
     * @param refusal null when begun
     * @param entered whether the directory itself could be entered; false too when nobody tried
     */
    record Opened(FtpListing listing, Reply refusal, boolean entered) {
        boolean isRefused() {
            return listing == null;
        }
    }

    /** Whether it can be entered. False when there is no way back. */
    Future<Boolean> canEnter(FtpPath directory) {
        if (isHere(directory)) {
            return Future.succeededFuture(true);
        }
        return working.begin()
                .compose(ready -> working.current() == null
                        ? Future.succeededFuture(false)
                        : working.enter(directory)
                                .compose(reply -> reply.isPositive()
                                        ? working.leave().map(true)
                                        : Future.succeededFuture(false)));
    }

    /** {@code closing} is called when the listing is over, before its reader learns of it. */
    Future<Opened> open(FtpPath directory, Supplier<Future<Void>> closing) {
        if (!machine) {
            return system.ask().compose(known -> byList(directory, closing));
        }
        // In the caller's own words only: an empty answer to any other could not be told from an empty directory.
        Future<Void> ready = directory.isAbsolute() ? Future.succeededFuture() : working.home();
        return ready.compose(home -> byMachine(directory, closing)).compose(opened -> {
            if (opened.isRefused() && opened.refusal().isNoCommand()) {
                // It was told to be there, but the server is not what it was.
                machine = false;
                return open(directory, closing);
            }
            return Future.succeededFuture(opened);
        });
    }

    private Future<Opened> byMachine(FtpPath directory, Supplier<Future<Void>> closing) {
        return list(
                "MLSD",
                directory,
                false,
                (received, failed) -> reallyEmpty(directory, received, failed).eventually(closing));
    }

    private Future<Opened> byList(FtpPath directory, Supplier<Future<Void>> closing) {
        return isHere(directory)
                ? working.home()
                        .compose(home -> list(listCommand, FtpPath.here(), true, (received, failed) -> closing.get()))
                : working.begin().compose(ready -> openThere(directory, closing));
    }

    private Future<Opened> openThere(FtpPath directory, Supplier<Future<Void>> closing) {
        if (working.current() == null) {
            return list("LIST", directory, false, (received, failed) -> closing.get());
        }
        // An argument of LIST may be taken for options or a pattern, so the directory is entered instead.
        return working.enter(directory)
                .compose(reply -> reply.isPositive()
                        ? list(
                                        listCommand,
                                        FtpPath.here(),
                                        true,
                                        (received, failed) -> working.leave().eventually(closing))
                                .compose(
                                        this::leaveIfRefused,
                                        failed -> working.leave().transform(any -> Future.failedFuture(failed)))
                        : Future.succeededFuture(new Opened(null, reply, false)));
    }

    /** Some servers list what is not there as an empty directory. */
    private Future<Void> reallyEmpty(FtpPath directory, long received, ProblemException failed) {
        if (received > 0 || failed != null) {
            return Future.succeededFuture();
        }
        return canEnter(directory)
                .compose(entered -> entered || working.current() == null
                        ? Future.succeededFuture()
                        : Future.failedFuture(FtpProblems.NOT_FOUND.toException()));
    }

    private Future<Opened> leaveIfRefused(Opened opened) {
        return opened.isRefused() ? working.leave().map(opened) : Future.succeededFuture(opened);
    }

    private Future<Opened> list(String verb, FtpPath path, boolean entered, InboundTransfer.Closing closing) {
        boolean facts = machine;
        return transfers
                .begin(verb, path, 0)
                .map(begun -> begun.isRefused()
                        ? new Opened(null, begun.reply(), entered)
                        : new Opened(new FtpListing(transfers.inbound(begun, -1, closing), facts), null, entered));
    }

    private static boolean isHere(FtpPath directory) {
        return directory.isEmpty() && !directory.isAbsolute();
    }
}
