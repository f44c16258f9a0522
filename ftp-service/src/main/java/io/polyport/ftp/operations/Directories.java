package io.polyport.ftp.operations;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.MakingDirectories;
import io.polyport.ftp.files.NamePattern;
import io.polyport.ftp.files.TreeRemoval;
import io.polyport.ftp.files.TreeWalk;
import io.polyport.ftp.listing.PathDecoder;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.zip.ZipAnswer;
import io.polyport.ftp.zip.ZipBody;
import io.polyport.ftp.zip.ZipMembers;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Directories: listing, packing, making, removing and emptying them (FT-10 to FT-12, FT-22). */
final class Directories {
    private final Vertx vertx;
    private final Sessions sessions;
    private final FtpConfig.Listings limits;

    Directories(Vertx vertx, Sessions sessions, FtpConfig.Listings limits) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.limits = limits;
    }

    Future<Answer> list(Call call) {
        return sessions.forCall(call).compose(use -> Uses.ending(use, () -> list(call, use)));
    }

    private Future<Answer> list(Call call, SessionUse use) {
        FtpPath path = Paths.directory(call, use.place());
        use.require(call, path);
        boolean lines = call.header("accept")
                .filter(accept -> accept.contains("application/x-ndjson"))
                .isPresent();
        Predicate<FtpEntry> wanted = wanted(call);
        if (ZipAnswer.isWanted(call)) {
            return ZipMembers.begin(vertx, call, use, path, wanted, limits)
                    .map(members -> ZipAnswer.of(path, use, new ZipBody(members, use::giveBack)));
        }
        boolean recursive = call.query().flag("recursive");
        var plan = new TreeWalk.Plan(
                path,
                below -> recursive && use.allows(call, below),
                wanted,
                limits.entries(),
                limits.size().bytes());
        var json = new EntryJson(
                call.url("/" + call.rawArgument("c")), use.session().info().charset());
        return TreeWalk.begin(vertx, use, plan).map(walk -> {
            var body = RecordsBody.of(
                    call.context(), walk, located -> json.of(located.directory(), located.entry()), lines);
            walk.over().onComplete(ignored -> use.giveBack());
            return new Answer.Streamed(
                    200,
                    List.of(Map.entry("content-type", lines ? "application/x-ndjson" : "application/json")),
                    body,
                    walk::abort);
        });
    }

    private static Predicate<FtpEntry> wanted(Call call) {
        return call.query()
                .text("pattern")
                .map(NamePattern::new)
                .<Predicate<FtpEntry>>map(pattern -> entry -> pattern.matches(entry.name()))
                .orElse(entry -> true);
    }

    Future<Answer> create(Call call) {
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.directory(call, use.place());
                    use.require(call, path);
                    return create(use.session(), use.onServer(path))
                            .map(made -> Answer.json(
                                    made ? 201 : 200,
                                    new io.vertx.core.json.JsonObject().put("path", path.toString())));
                }));
    }

    /** Makes a directory and what is missing of its parents; answers whether anything had to be made. */
    static Future<Boolean> create(FtpSession session, FtpPath directory) {
        return MakingDirectories.make(session, directory);
    }

    Future<Answer> remove(Call call) {
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.directory(call, use.place());
                    use.require(call, path);
                    if (path.isEmpty()) {
                        throw FtpProblems.DENIED.toException(
                                "The start directory itself is not removed; name one below it.");
                    }
                    return call.query().flag("recursive")
                            ? empty(call, use, path, true)
                            : use.session().removeDirectory(use.onServer(path)).map(Answer.empty(204));
                }));
    }

    Future<Answer> clear(Call call) {
        return call.json()
                .compose(body -> sessions.forCall(call)
                        .compose(use -> Uses.during(use, () -> {
                            FtpPath path = Paths.member(body, "path", use.place(), PathDecoder.Use.DIRECTORY);
                            use.require(call, path);
                            return empty(call, use, path, false);
                        })));
    }

    private Future<Answer> empty(Call call, SessionUse use, FtpPath path, boolean itselfToo) {
        var removal = new TreeRemoval(vertx, call, use, limits);
        return removal.empty(path)
                .compose(done -> itselfToo && removal.isComplete()
                        ? use.session().removeDirectory(use.onServer(path))
                        : Future.succeededFuture())
                .map(done -> {
                    removal.requireComplete();
                    return Answer.empty(204);
                });
    }
}
