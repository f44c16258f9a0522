package io.polyport.ftp.operations;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.OperationProblems;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.Presence;
import io.polyport.ftp.files.Renaming;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.uploads.Leftover;
import io.polyport.ftp.uploads.Leftovers;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writing files (FT-14, FT-15). */
final class Uploads {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(?:\\d{1,18})?(?:/(?:\\d{1,18}|\\*))?");
    private static final String REMOVED = "Nothing of it was kept.";
    private static final String OVERWRITTEN =
            "What had this name may be overwritten by it: without atomic=false that can't happen.";
    private static final long CLEANUP_SECONDS = 15;

    private final Sessions sessions;
    private final Leftovers leftovers;

    Uploads(Sessions sessions, Leftovers leftovers) {
        this.sessions = sessions;
        this.leftovers = leftovers;
    }

    Future<Answer> upload(Call call) {
        call.body().pause();
        Digests digests = Digests.of(call);
        return sessions.forCall(call).compose(use -> Uses.during(use, () -> store(call, use, digests)));
    }

    private Future<Answer> store(Call call, SessionUse use, Digests digests) {
        FtpPath path = Paths.file(call, use.place());
        use.require(call, path);
        FtpPath file = use.onServer(path);
        boolean onlyNew = call.header("if-none-match")
                .filter(value -> value.trim().equals("*"))
                .isPresent();
        boolean atomic = call.query().text("atomic").isEmpty() || call.query().flag("atomic");
        var upload = new VerifiedUpload(call, use, digests);
        Future<Void> parents = call.query().flag("createParents")
                ? Directories.create(use.session(), file.parent()).mapEmpty()
                : Future.succeededFuture();
        // Written down while the server is asked, so that it costs no time.
        Future<Optional<Leftover>> named = atomic
                ? leftovers.name(sweepable(call, use), path, use.at()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
        return parents.compose(ready -> Presence.ofFile(use.session(), file))
                .map(there -> {
                    if (there && onlyNew) {
                        throw OperationProblems.PRECONDITION_FAILED.toException();
                    }
                    return there;
                })
                .onFailure(refused -> named.onSuccess(names -> names.ifPresent(Leftover::gone)))
                .compose(there -> named.compose(
                                names -> names.map(leftover -> throughTemporary(upload, use, path, there, leftover))
                                        .orElseGet(() -> direct(upload, use, path, there)))
                        .map(stored -> answer(path, stored, there)));
    }

    /** The configured connection over which others reach the same place. */
    private Optional<String> sweepable(Call call, SessionUse use) {
        return use.place().isOpened()
                ? sessions.origin(call)
                : Optional.of(use.place().id());
    }

    private Future<VerifiedUpload.Result> throughTemporary(
            VerifiedUpload upload, SessionUse use, FtpPath path, boolean there, Leftover leftover) {
        FtpPath temporary = use.onServer(leftover.temporary());
        return upload.store(temporary, REMOVED)
                .compose(stored -> Renaming.rename(
                                use.session(), temporary, use.onServer(path), there, use.onServer(leftover.aside()))
                        .map(stored))
                .onSuccess(stored -> leftover.gone())
                .recover(failure -> clean(use, leftover, failure).transform(done -> Future.failedFuture(failure)));
    }

    /** Fails never, ends in time; what can't be removed now is swept later. */
    private Future<Void> clean(SessionUse use, Leftover leftover, Throwable failure) {
        return onLogin(use, failure, leftover::clean)
                .onSuccess(done -> leftover.gone())
                .onFailure(cannot -> leftover.abandon())
                .otherwiseEmpty();
    }

    /** Under its own name at once. A file that was there is never removed: the server may not even have begun to write. */
    private Future<VerifiedUpload.Result> direct(VerifiedUpload upload, SessionUse use, FtpPath path, boolean there) {
        return upload.store(use.onServer(path), there ? OVERWRITTEN : REMOVED)
                .recover(failure -> (there ? Future.<Void>succeededFuture() : remove(use, path, failure))
                        .transform(done -> Future.failedFuture(failure)));
    }

    /** Removes a leftover. Fails never, ends in time. */
    private Future<Void> remove(SessionUse use, FtpPath leftover, Throwable failure) {
        return onLogin(use, failure, login -> login.session().delete(login.onServer(leftover)))
                .otherwiseEmpty();
    }

    /** Over a login of its own when that of the call is gone. */
    private Future<Void> onLogin(SessionUse use, Throwable failure, Function<SessionUse, Future<Void>> work) {
        Future<Void> done = use.session().ended().isComplete() || Failures.endsSession(failure)
                ? sessions.fresh(use).compose(fresh -> work.apply(fresh).onComplete(any -> fresh.giveBack()))
                : work.apply(use);
        return done.timeout(CLEANUP_SECONDS, TimeUnit.SECONDS);
    }

    private static Answer answer(FtpPath path, VerifiedUpload.Result stored, boolean there) {
        return answer(path, stored.bytes(), stored.verified().word(), there);
    }

    /** What is said of a file that stands: 204 when it has replaced one, else 201. */
    static Answer answer(FtpPath path, long bytes, String verified, boolean there) {
        List<Map.Entry<String, String>> told =
                List.of(Map.entry("polyport-size", Long.toString(bytes)), Map.entry("polyport-verified", verified));
        if (there) {
            return new Answer.Whole(204, told, Buffer.buffer());
        }
        var json =
                new JsonObject().put("path", path.toString()).put("size", bytes).put("verified", verified);
        var answer = Answer.json(201, json);
        for (var header : told) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    Future<Answer> append(Call call) {
        call.body().pause();
        Digests digests = Digests.of(call);
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.file(call, use.place());
                    use.require(call, path);
                    FtpPath file = use.onServer(path);
                    Optional<Long> from = appendFrom(call);
                    return sizeNow(use.session(), file).compose(size -> {
                        if (from.isPresent() && !from.get().equals(size)) {
                            throw Problem.of(
                                            OperationProblems.SIZE_DIFFERS,
                                            "The file has " + size + " bytes. Continue from there.")
                                    .with("size", size)
                                    .toException();
                        }
                        return new VerifiedUpload(call, use, digests)
                                .append(file)
                                .compose(stored -> sizeAfter(use, file, size, stored)
                                        .map(after -> (Answer) new Answer.Whole(
                                                204,
                                                List.of(
                                                        Map.entry("polyport-size", Long.toString(after)),
                                                        Map.entry(
                                                                "polyport-verified",
                                                                stored.verified()
                                                                        .word())),
                                                Buffer.buffer())));
                    });
                }));
    }

    /** Of lines the server may have kept fewer bytes than came. */
    private static Future<Long> sizeAfter(SessionUse use, FtpPath file, long before, VerifiedUpload.Result stored) {
        return use.place().login().lines()
                ? sizeNow(use.session(), file)
                : Future.succeededFuture(before + stored.bytes());
    }

    /** Bytes of the file, 0 when there is none; from its directory when the server has no SIZE. */
    private static Future<Long> sizeNow(FtpSession session, FtpPath file) {
        return session.size(file)
                .compose(size -> size.isPresent()
                        ? Future.succeededFuture(size.getAsLong())
                        : session.stat(file).transform(found -> {
                            if (found.failed()) {
                                return Failures.is(found.cause(), FtpProblems.NOT_FOUND)
                                        ? Future.succeededFuture(0L)
                                        : Future.failedFuture(found.cause());
                            }
                            if (found.result().type() == FtpEntry.Type.DIRECTORY) {
                                return Future.failedFuture(
                                        FtpProblems.WRONG_KIND.toException("A directory has this name."));
                            }
                            return found.result().size() >= 0
                                    ? Future.succeededFuture(found.result().size())
                                    : Future.failedFuture(
                                            FtpProblems.UNSUPPORTED.toException(
                                                    "The FTP server does not tell the file's size, so nothing can be appended safely."));
                        }));
    }

    private static Optional<Long> appendFrom(Call call) {
        return call.header("content-range").map(header -> {
            Matcher range = CONTENT_RANGE.matcher(header.trim());
            if (!range.matches()) {
                throw Problem.of(BusProblems.BAD_REQUEST, "Content-Range has to be 'bytes N-' with N the file's size.")
                        .withField("header:content-range", "has to be 'bytes N-'")
                        .toException();
            }
            return Long.parseLong(range.group(1));
        });
    }
}
