package io.polyport.ftp.operations;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Single entries: looking at them, deleting and moving them (FT-16 to FT-18). */
final class Entries {
    private final Sessions sessions;

    Entries(Sessions sessions) {
        this.sessions = sessions;
    }

    Future<Answer> show(Call call) {
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.directory(call, use.place());
                    use.require(call, path);
                    var json = new EntryJson(
                            call.url("/" + call.rawArgument("c")),
                            use.session().info().charset());
                    return use.session()
                            .stat(use.onServer(path))
                            .map(entry -> Answer.json(200, json.of(path.parent(), entry)));
                }));
    }

    Future<Answer> delete(Call call) {
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.file(call, use.place());
                    use.require(call, path);
                    return use.session().delete(use.onServer(path)).map(Answer.empty(204));
                }));
    }

    Future<Answer> move(Call call) {
        return call.json()
                .compose(body -> sessions.forCall(call)
                        .compose(use -> Uses.during(use, () -> {
                            FtpPath from = Paths.member(body, "from", use.place(), PathDecoder.Use.FILE);
                            FtpPath to = Paths.member(body, "to", use.place(), PathDecoder.Use.FILE);
                            use.require(call, from);
                            use.require(call, to);
                            boolean overwrite = flag(body, "overwrite");
                            return move(use.session(), use.onServer(from), use.onServer(to), overwrite);
                        })));
    }

    private static boolean flag(JsonObject body, String name) {
        if (!(body.getValue(name, false) instanceof Boolean wanted)) {
            throw Problem.of(BusProblems.BAD_REQUEST, "The body's member '" + name + "' has to be true or false.")
                    .withField("body:/" + name, "has to be true or false")
                    .toException();
        }
        return wanted;
    }

    private static Future<Answer> move(FtpSession session, FtpPath from, FtpPath to, boolean overwrite) {
        return session.stat(to)
                .map(Optional::of)
                .recover(failure -> Failures.is(failure, FtpProblems.NOT_FOUND)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure))
                .compose(there -> {
                    if (there.isPresent() && there.get().type() == FtpEntry.Type.DIRECTORY) {
                        throw FtpProblems.EXISTS.toException(
                                "A directory has the new name, and is not replaced. Name the file in it, or remove it first.");
                    }
                    if (there.isPresent() && !overwrite) {
                        throw FtpProblems.EXISTS.toException(
                                "A file has the new name already. Send \"overwrite\": true to replace it.");
                    }
                    return Renaming.rename(session, from, to, there.isPresent());
                })
                .map(Answer.empty(204));
    }
}
