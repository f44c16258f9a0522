package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The working directory of a session, and the listings of directories. */
final class Directories {
    private final Commands commands;
    private final Transfers transfers;
    private final boolean machine;
    private final String listCommand;
    private FtpPath start;
    private FtpPath current;

    /** With {@code machine} when the server has MLSD. */
    Directories(Commands commands, Transfers transfers, boolean machine, boolean showHidden) {
        this.commands = commands;
        this.transfers = transfers;
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
    record Opened(FtpListing listing, Reply refusal, boolean entered) {}

    /** After the login: notes where it begins. Servers without PWD are tolerated. */
    Future<Void> begin() {
        return pwd().onSuccess(found -> {
                    start = found;
                    current = found;
                })
                .mapEmpty();
    }

    /** Null when the server does not tell. */
    FtpPath current() {
        return current;
    }

    Future<FtpPath> working() {
        return current != null
                ? Future.succeededFuture(current)
                : Future.failedFuture(FtpProblems.UNSUPPORTED.toException("The FTP server has no PWD."));
    }

    /** The reply to CWD; when positive, {@link #current()} is the new one. */
    Future<Reply> change(FtpPath directory) {
        return commands.ask("CWD", directory)
                .compose(reply -> reply.isPositive()
                        ? pwd().map(now -> {
                            current = now;
                            return reply;
                        })
                        : Future.succeededFuture(reply));
    }

    Future<Void> reset() {
        if (start == null || start.equals(current)) {
            return Future.succeededFuture();
        }
        return commands.ask("CWD", start)
                .compose(reply -> Commands.positive(reply, "CWD"))
                .onSuccess(back -> current = start)
                .mapEmpty();
    }

    /** Whether it can be entered; the working directory is the same afterwards. False when there is no way back. */
    Future<Boolean> canEnter(FtpPath directory) {
        if (directory.isEmpty() && !directory.isAbsolute()) {
            return Future.succeededFuture(true);
        }
        if (current == null) {
            return Future.succeededFuture(false);
        }
        return commands.ask("CWD", directory)
                .compose(reply -> reply.isPositive() ? back().map(true) : Future.succeededFuture(false));
    }

    /** {@code closing} is called when the listing is over, before its reader learns of it. */
    Future<Opened> open(FtpPath directory, Supplier<Future<Void>> closing) {
        if (machine) {
            return list("MLSD", directory, false, closing);
        }
        boolean here = directory.isEmpty() && !directory.isAbsolute();
        if (here) {
            return list(listCommand, FtpPath.here(), true, closing);
        }
        if (current == null) {
            return list("LIST", directory, false, closing);
        }
        // An argument of LIST may be taken for options or a pattern, so the directory is entered instead.
        return commands.ask("CWD", directory)
                .compose(reply -> reply.isPositive()
                        ? list(listCommand, FtpPath.here(), true, () -> back().eventually(closing))
                                .compose(
                                        this::leaveIfRefused,
                                        failed -> back().transform(any -> Future.failedFuture(failed)))
                        : Future.succeededFuture(new Opened(null, reply, false)));
    }

    private Future<Opened> leaveIfRefused(Opened opened) {
        return opened.refusal() == null ? Future.succeededFuture(opened) : back().map(opened);
    }

    private Future<Opened> list(String verb, FtpPath path, boolean entered, Supplier<Future<Void>> closing) {
        return transfers
                .begin(verb, path, 0)
                .map(begun -> begun.isRefused()
                        ? new Opened(null, begun.reply(), entered)
                        : new Opened(new FtpListing(transfers.inbound(begun, -1, closing), machine), null, entered));
    }

    /** When that fails, relative paths would mean something else from now on: the session can't go on. */
    private Future<Void> back() {
        return commands.ask("CWD", current).compose(reply -> {
            if (reply.isPositive()) {
                return Future.<Void>succeededFuture();
            }
            var problem = reply.problem(FtpProblems.PROTOCOL_ERROR, "CWD");
            commands.control().end(problem);
            return Future.failedFuture(problem);
        });
    }

    private Future<FtpPath> pwd() {
        return commands.ask("PWD")
                .map(reply -> reply.code() == 257 ? quoted(reply.lines().getFirst()) : null);
    }

    /** The text between the first and the last quote, a doubled quote being one (RFC 959 appendix II). */
    private static FtpPath quoted(byte[] line) {
        int from = -1;
        int to = -1;
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '"') {
                if (from < 0) {
                    from = i + 1;
                } else if (i + 1 < line.length && line[i + 1] == '"') {
                    i++;
                } else {
                    to = i;
                    break;
                }
            }
        }
        if (from < 0 || to < from) {
            return null;
        }
        var path = new java.io.ByteArrayOutputStream();
        for (int i = from; i < to; i++) {
            if (line[i] == 0 || line[i] == '\r') {
                return null;
            }
            path.write(line[i]);
            i += line[i] == '"' ? 1 : 0;
        }
        return FtpPath.ofServer(path.toByteArray());
    }
}
