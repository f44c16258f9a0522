package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The working directory of a session, and the listings of directories. */
final class Directories {
    private static final Pattern QUOTED = Pattern.compile("^[^\"]*\"((?:[^\"]|\"\")*)\"(?: .*)?$", Pattern.DOTALL);

    private final Commands commands;
    private final Transfers transfers;
    private final ServerSystem system;
    private final boolean machine;
    private final String listCommand;
    private boolean begun;
    private FtpPath start;
    private FtpPath current;
    private boolean lost;

    /** With {@code machine} when the server has MLSD. */
    Directories(Commands commands, Transfers transfers, ServerSystem system, boolean machine, boolean showHidden) {
        this.commands = commands;
        this.transfers = transfers;
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
    record Opened(FtpListing listing, Reply refusal, boolean entered) {}

    /** Before the first step away: notes where the login began, and the way back. Servers without PWD are tolerated. */
    private Future<Void> begin() {
        if (begun) {
            return Future.succeededFuture();
        }
        return pwd().map(found -> {
            begun = true;
            start = found;
            current = found;
            return null;
        });
    }

    /** Null when the server does not tell, and before the first step. */
    FtpPath current() {
        return current;
    }

    Future<FtpPath> working() {
        return begin().compose(ready -> current != null
                ? Future.succeededFuture(current)
                : Future.failedFuture(FtpProblems.UNSUPPORTED.toException("The FTP server has no PWD.")));
    }

    /** The reply to CWD; when positive, {@link #current()} is the new one. */
    Future<Reply> change(FtpPath directory) {
        return begin().compose(ready -> commands.ask("CWD", directory))
                .compose(reply -> reply.isPositive()
                        ? pwd().map(now -> {
                            current = now;
                            lost = now == null;
                            return reply;
                        })
                        : Future.succeededFuture(reply));
    }

    Future<Void> reset() {
        if (!begun || (!lost && (start == null || start.equals(current)))) {
            return Future.succeededFuture();
        }
        if (start == null) {
            return Future.failedFuture(FtpProblems.UNSUPPORTED.toException("The FTP server has no PWD: no way back."));
        }
        return commands.ask("CWD", start)
                .compose(reply -> Commands.positive(reply, "CWD"))
                .onSuccess(back -> {
                    current = start;
                    lost = false;
                })
                .mapEmpty();
    }

    /** Whether it can be entered; the working directory is the same afterwards. False when there is no way back. */
    Future<Boolean> canEnter(FtpPath directory) {
        if (directory.isEmpty() && !directory.isAbsolute()) {
            return Future.succeededFuture(true);
        }
        return begin().compose(ready -> current == null
                ? Future.succeededFuture(false)
                : commands.ask("CWD", directory)
                        .compose(reply -> reply.isPositive() ? back().map(true) : Future.succeededFuture(false)));
    }

    /** {@code closing} is called when the listing is over, before its reader learns of it. */
    Future<Opened> open(FtpPath directory, Supplier<Future<Void>> closing) {
        if (machine) {
            return list(
                    "MLSD",
                    directory,
                    false,
                    (received, failed) ->
                            reallyEmpty(directory, received, failed).eventually(closing));
        }
        boolean here = directory.isEmpty() && !directory.isAbsolute();
        return system.ask()
                .compose(known -> here
                        ? list(listCommand, FtpPath.here(), true, (received, failed) -> closing.get())
                        : begin().compose(ready -> openThere(directory, closing)));
    }

    private Future<Opened> openThere(FtpPath directory, Supplier<Future<Void>> closing) {
        if (current == null) {
            return list("LIST", directory, false, (received, failed) -> closing.get());
        }
        // An argument of LIST may be taken for options or a pattern, so the directory is entered instead.
        return commands.ask("CWD", directory)
                .compose(reply -> reply.isPositive()
                        ? list(listCommand, FtpPath.here(), true, (received, failed) -> back().eventually(closing))
                                .compose(
                                        this::leaveIfRefused,
                                        failed -> back().transform(any -> Future.failedFuture(failed)))
                        : Future.succeededFuture(new Opened(null, reply, false)));
    }

    /** Some servers list what is not there as an empty directory. */
    private Future<Void> reallyEmpty(FtpPath directory, long received, ProblemException failed) {
        if (received > 0 || failed != null) {
            return Future.succeededFuture();
        }
        return canEnter(directory)
                .compose(entered -> entered || current == null
                        ? Future.succeededFuture()
                        : Future.failedFuture(FtpProblems.NOT_FOUND.toException()));
    }

    private Future<Opened> leaveIfRefused(Opened opened) {
        return opened.refusal() == null ? Future.succeededFuture(opened) : back().map(opened);
    }

    private Future<Opened> list(String verb, FtpPath path, boolean entered, InboundTransfer.Closing closing) {
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

    /** The quoted path, a doubled quote in it being one (RFC 959 appendix II); some servers forget to double. */
    private static FtpPath quoted(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        var proper = QUOTED.matcher(text);
        int first = text.indexOf('"');
        int last = text.lastIndexOf('"');
        String path;
        if (proper.find()) {
            path = proper.group(1).replace("\"\"", "\"");
        } else if (first < last) {
            path = text.substring(first + 1, last);
        } else {
            return null;
        }
        boolean bad = path.indexOf('\r') >= 0 || path.indexOf(0) >= 0;
        return bad ? null : FtpPath.ofServer(path.getBytes(StandardCharsets.ISO_8859_1));
    }
}
