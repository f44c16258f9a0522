package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** A command as its caller said it, and all that the server says to it. */
final class RawCommand {
    /** Of a command that opens no data connection not one is to be expected. */
    private static final int MOST_PRELIMINARY = 16;

    private final Commands commands;
    private final List<String> lines = new ArrayList<>();
    private int preliminary;

    RawCommand(Commands commands) {
        this.commands = commands;
    }

    /** Succeeds with the last reply, whatever its code is but 421, in the lines of all of them. */
    Future<FtpSession.CommandReply> run(String command) {
        String verb = command.split(" ", 2)[0];
        return commands.asItIs(verb, command).compose(reply -> take(verb, reply));
    }

    private Future<FtpSession.CommandReply> take(String verb, Reply reply) {
        for (int i = 0; i < reply.lines().size(); i++) {
            lines.add(reply.line(i));
        }
        if (!reply.isPreliminary()) {
            return Future.succeededFuture(new FtpSession.CommandReply(reply.code(), lines, reply.text()));
        }
        var control = commands.control();
        if (++preliminary > MOST_PRELIMINARY) {
            var endless = reply.problem(FtpProblems.PROTOCOL_ERROR, verb);
            control.end(endless);
            return Future.failedFuture(endless);
        }
        Future<Reply> next = control.next();
        control.hurry(control.limits().reply());
        return next.compose(later -> commands.alive(verb, later)).compose(later -> take(verb, later));
    }
}
