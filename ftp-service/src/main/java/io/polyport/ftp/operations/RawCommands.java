package io.polyport.ftp.operations;

import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
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
            call.requireObject(request.object());
            return sessions.forCall(call)
                    .compose(use -> Uses.guarded(() -> use.session().command(request.line()))
                            .onComplete(done -> end(use))
                            .map(RawCommands::answer));
        });
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
