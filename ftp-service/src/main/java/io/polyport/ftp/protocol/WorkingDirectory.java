package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The directory from which a session's caller names things, and whether the server still is in it. Where a directory had to
 * be entered for a moment, the way back is taken only when a command needs it: until then what is asked about is named from
 * the root, which means the same wherever the server is.
 */
final class WorkingDirectory {
    private static final Pattern QUOTED = Pattern.compile("^[^\"]*\"((?:[^\"]|\"\")*)\"(?: .*)?$", Pattern.DOTALL);

    private final Commands commands;
    private boolean begun;
    private FtpPath start;
    private FtpPath current;
    private boolean lost;
    private boolean doubtful;
    private boolean elsewhere;

    WorkingDirectory(Commands commands) {
        this.commands = commands;
    }

    /** Before the first step away: notes where the login began, and the way back. Servers without PWD are tolerated. */
    Future<Void> begin() {
        if (begun && !doubtful) {
            return Future.succeededFuture();
        }
        return ask().map(found -> {
            start = begun ? start : found;
            current = found;
            lost = begun && found == null;
            begun = true;
            doubtful = false;
            return null;
        });
    }

    /** Null when the server does not tell, and before the first step. */
    FtpPath current() {
        return current;
    }

    Future<FtpPath> tell() {
        return begin().compose(ready -> current != null
                ? Future.succeededFuture(current)
                : Future.failedFuture(FtpProblems.UNSUPPORTED.toException("The FTP server has no PWD.")));
    }

    /** The reply to CWD; when positive, {@link #current()} is the new one. */
    Future<Reply> change(FtpPath directory) {
        return home().compose(here -> begin())
                .compose(ready -> commands.ask("CWD", directory))
                .compose(reply -> reply.isPositive()
                        ? ask().map(now -> {
                            current = now;
                            lost = now == null;
                            return reply;
                        })
                        : Future.succeededFuture(reply));
    }

    /** Back to where the login began. */
    Future<Void> reset() {
        if (!begun || (!lost && !doubtful && !elsewhere && (start == null || start.equals(current)))) {
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
                    doubtful = false;
                    elsewhere = false;
                })
                .mapEmpty();
    }

    /** A command has gone out that may have changed it: where the server is has to be asked again before it is relied on. */
    void doubt() {
        doubtful = begun;
    }

    /**
     * Enters a directory for a moment; {@link #leave} is called when it was listed. The reply to CWD; when it is positive,
     * LIST without an argument lists that directory. Only with a {@link #current()}, as there is no way back else.
     */
    Future<Reply> enter(FtpPath directory) {
        return with(directory, seen -> commands.ask("CWD", seen), reply -> !reply.isPositive())
                .onSuccess(reply -> elsewhere |= reply.isPositive());
    }

    /** Nothing more is done in the directory that was entered. */
    Future<Void> leave() {
        // What cannot be named from the root (some servers tell "C:\in") has to be named from where it was.
        return current.isAbsolute() ? Future.succeededFuture() : home();
    }

    /**
     * Has the server in the caller's directory, as every command needs it that does more than look. When that fails, relative
     * paths would mean something else from now on: the session can't go on.
     */
    Future<Void> home() {
        if (!elsewhere) {
            return Future.succeededFuture();
        }
        return goHome().compose(reply -> {
            if (reply.isPositive()) {
                return Future.<Void>succeededFuture();
            }
            var problem = reply.problem(FtpProblems.PROTOCOL_ERROR, "CWD");
            commands.control().end(problem);
            return Future.failedFuture(problem);
        });
    }

    private Future<Reply> goHome() {
        return commands.ask("CWD", current).onSuccess(reply -> elsewhere &= !reply.isPositive());
    }

    /**
     * Asks about a path, in words that are right where the server is. A refusal counts only in the caller's own words: after
     * any other the server goes home and is asked again, unless it can't go home; who only looks need not.
     */
    <T> Future<T> with(FtpPath path, Function<FtpPath, Future<T>> call, Predicate<T> refused) {
        if (!elsewhere || path.isAbsolute() || !commands.canSay(path)) {
            return call.apply(path);
        }
        return call.apply(current.resolve(path))
                .compose(result -> refused.test(result)
                        ? goHome().compose(
                                        back -> back.isPositive() ? call.apply(path) : Future.succeededFuture(result))
                        : Future.succeededFuture(result));
    }

    /** The reply to a command that only looks. */
    Future<Reply> ask(String verb, FtpPath path) {
        return with(path, seen -> commands.ask(verb, seen), reply -> !reply.isPositive() && !reply.isNoCommand());
    }

    private Future<FtpPath> ask() {
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
