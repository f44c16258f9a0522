package io.polyport.ftp.operations;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writing files (FT-14, FT-15). */
final class Uploads {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(?:\\d{1,18})?(?:/(?:\\d{1,18}|\\*))?");
    private static final long CLEANUP_SECONDS = 15;

    private final Sessions sessions;
    private final SecureRandom random = new SecureRandom();

    Uploads(Sessions sessions) {
        this.sessions = sessions;
    }

    Future<Answer> upload(Call call) {
        call.body().pause();
        return sessions.forCall(call).compose(use -> Uses.during(use, () -> store(call, use)));
    }

    private Future<Answer> store(Call call, SessionUse use) {
        FtpPath path = Paths.file(call, use.place());
        use.require(call, path);
        FtpPath file = use.onServer(path);
        boolean onlyNew = call.header("if-none-match")
                .filter(value -> value.trim().equals("*"))
                .isPresent();
        boolean atomic = call.query().text("atomic").isEmpty() || call.query().flag("atomic");
        Future<Void> parents = call.query().flag("createParents")
                ? Directories.create(use.session(), file.parent()).mapEmpty()
                : Future.succeededFuture();
        return parents.compose(ready -> isThere(use.session(), file)).compose(there -> {
            if (there && onlyNew) {
                throw OperationProblems.PRECONDITION_FAILED.toException();
            }
            return (atomic ? throughTemporary(call, use, file, there) : write(call, use, file, file))
                    .map(stored -> answer(path, stored, there));
        });
    }

    /** Whether a file is there; fails when it is a directory. */
    private static Future<Boolean> isThere(FtpSession session, FtpPath file) {
        return session.stat(file).transform(found -> {
            if (found.succeeded()) {
                return found.result().type() == FtpEntry.Type.DIRECTORY
                        ? Future.failedFuture(FtpProblems.WRONG_KIND.toException("A directory has this name."))
                        : Future.succeededFuture(true);
            }
            return isMissing(found.cause()) ? Future.succeededFuture(false) : Future.failedFuture(found.cause());
        });
    }

    static boolean isMissing(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.problem().code().equals(FtpProblems.NOT_FOUND.code());
    }

    private Future<FtpSession.Stored> throughTemporary(Call call, SessionUse use, FtpPath file, boolean there) {
        byte[] bits = new byte[8];
        random.nextBytes(bits);
        FtpPath temporary = file.parent().child(".polyport-" + HexFormat.of().formatHex(bits) + ".part");
        return write(call, use, temporary, temporary)
                .compose(stored -> rename(use.session(), temporary, file, there)
                        .map(stored)
                        .recover(failure ->
                                remove(use.place(), temporary).transform(done -> Future.failedFuture(failure))));
    }

    /** Sends the body; what it leaves behind when it fails is removed before the failure is told. */
    private Future<FtpSession.Stored> write(Call call, SessionUse use, FtpPath target, FtpPath leftover) {
        return use.session()
                .upload(target, FtpSession.UploadMode.STORE, call.body())
                .compose(stored -> complete(call, stored))
                .recover(failure -> remove(use.place(), leftover).transform(done -> Future.failedFuture(failure)));
    }

    /** The caller said how many bytes there are. */
    private static Future<FtpSession.Stored> complete(Call call, FtpSession.Stored stored) {
        long announced = call.bodyLength();
        return announced >= 0 && announced != stored.bytes()
                ? Future.failedFuture(FtpProblems.UPLOAD_BROKEN.toException(
                        "Content-Length says " + announced + " bytes, " + stored.bytes() + " came."))
                : Future.succeededFuture(stored);
    }

    /** Some servers refuse to rename onto a file that is there; then it has to go first. */
    static Future<Void> rename(FtpSession session, FtpPath from, FtpPath to, boolean there) {
        return session.rename(from, to)
                .recover(refused -> there
                        ? session.delete(to).compose(gone -> session.rename(from, to))
                        : Future.failedFuture(refused));
    }

    /** Removes a leftover over a login of its own: the one that failed may be gone. Fails never, ends in time. */
    private Future<Void> remove(Place place, FtpPath leftover) {
        return sessions.fresh(place)
                .compose(session -> begin(session, place)
                        .compose(ready -> session.delete(leftover))
                        .transform(done -> session.quit()))
                .timeout(CLEANUP_SECONDS, TimeUnit.SECONDS)
                .otherwiseEmpty();
    }

    private static Future<Void> begin(FtpSession session, Place place) {
        boolean opened = place.id().startsWith("~");
        return opened && !place.root().isEmpty()
                ? session.changeDirectory(place.root()).mapEmpty()
                : Future.succeededFuture();
    }

    private static Answer answer(FtpPath path, FtpSession.Stored stored, boolean there) {
        String verified = stored.verified().name().toLowerCase(Locale.ROOT);
        List<Map.Entry<String, String>> told = List.of(
                Map.entry("polyport-size", Long.toString(stored.bytes())), Map.entry("polyport-verified", verified));
        if (there) {
            return new Answer.Whole(204, told, Buffer.buffer());
        }
        var json = new JsonObject()
                .put("path", path.toString())
                .put("size", stored.bytes())
                .put("verified", verified);
        var answer = Answer.json(201, json);
        for (var header : told) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    Future<Answer> append(Call call) {
        call.body().pause();
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.file(call, use.place());
                    use.require(call, path);
                    FtpPath file = use.onServer(path);
                    Optional<Long> from = appendFrom(call);
                    return use.session().size(file).compose(size -> {
                        if (from.isPresent() && from.get() != size.orElse(0)) {
                            throw Problem.of(
                                            OperationProblems.SIZE_DIFFERS,
                                            "The file has " + size.orElse(0) + " bytes. Continue from there.")
                                    .with("size", size.orElse(0))
                                    .toException();
                        }
                        return use.session()
                                .upload(file, FtpSession.UploadMode.APPEND, call.body())
                                .map(stored -> (Answer) new Answer.Whole(
                                        204,
                                        List.of(Map.entry(
                                                "polyport-size", Long.toString(size.orElse(0) + stored.bytes()))),
                                        Buffer.buffer()));
                    });
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
