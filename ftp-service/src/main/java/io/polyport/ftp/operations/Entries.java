package io.polyport.ftp.operations;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;

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
                            boolean overwrite = body.getValue("overwrite") instanceof Boolean wanted && wanted;
                            return move(use.session(), use.onServer(from), use.onServer(to), overwrite);
                        })));
    }

    private static Future<Answer> move(FtpSession session, FtpPath from, FtpPath to, boolean overwrite) {
        return session.stat(to)
                .map(true)
                .recover(failure ->
                        Uploads.isMissing(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure))
                .compose(there -> {
                    if (there && !overwrite) {
                        throw FtpProblems.EXISTS.toException(
                                "Something has the new name already. Send \"overwrite\": true to replace a file.");
                    }
                    return Uploads.rename(session, from, to, there);
                })
                .map(Answer.empty(204));
    }
}
