package io.polyport.ftp.operations;

import io.polyport.ftp.FtpSession;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.ObjectPattern;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Commands in the far server's own language (FT-20). */
final class RawCommands {
    private final Sessions sessions;

    RawCommands(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Any reply is an answer, also one that refuses: whether that is bad only its asker knows. */
    Future<Answer> run(Call call) {
        return call.json().map(CommandRequest::of).compose(request -> {
            requireAllowed(call, request);
            // Whoever may open a connection and use what he opened may not for that reason command its server.
            sessions.origin(call).ifPresent(call::requireConnection);
            return sessions.forCall(call)
                    .compose(use -> Uses.guarded(() -> send(call, use, request))
                            .onComplete(done -> end(use))
                            .map(RawCommands::answer));
        });
    }

    /** Patterns for paths give no commands: only those count that begin with the command's verb. */
    private static void requireAllowed(Call call, CommandRequest request) {
        var patterns = call.envelope().objects();
        boolean allowed = patterns.isEmpty()
                || (!request.climbs()
                        && patterns.stream()
                                .filter(pattern -> pattern.startsWith(request.verb()))
                                .anyMatch(pattern -> ObjectPattern.matches(pattern, request.object())));
        if (!allowed) {
            throw BusProblems.FORBIDDEN_OBJECT.toException();
        }
    }

    /** Relative names mean the same as in paths: below the connection's root. */
    private static Future<FtpSession.CommandReply> send(Call call, SessionUse use, CommandRequest request) {
        var session = use.session();
        var root = use.place().root();
        Future<?> there =
                use.place().isOpened() || root.isEmpty() ? Future.succeededFuture() : session.changeDirectory(root);
        return Uses.whileWanted(call, session, there.compose(ready -> session.command(request.line())));
    }

    /** Nobody knows what the command has changed (SITE UMASK, say), so the next call gets another login. */
    private static void end(SessionUse use) {
        if (use.place().isOpened()) {
            use.giveBack();
        } else {
            use.session().quit().onComplete(closed -> use.giveBack());
        }
    }

    private static Answer answer(FtpSession.CommandReply reply) {
        return Answer.json(
                200,
                new JsonObject()
                        .put("code", reply.code())
                        .put("text", reply.text())
                        .put("lines", new JsonArray(reply.lines())));
    }
}
