package io.polyport.ftp.operations;

import io.polyport.ftp.OperationProblems;
import io.polyport.ftp.files.Presence;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.ftp.uploads.Part;
import io.polyport.ftp.uploads.ResumableUploads;
import io.polyport.ftp.uploads.ResumableUploads.Upload;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Uploads that can be resumed (FT-25). */
final class UploadOperations {
    private final Sessions sessions;
    private final ResumableUploads uploads;

    UploadOperations(Sessions sessions, ResumableUploads uploads) {
        this.sessions = sessions;
        this.uploads = uploads;
    }

    Future<Answer> begin(Call call) {
        uploads.require(call.rawArgument("c"));
        return call.json()
                .compose(body -> sessions.forCall(call)
                        .compose(use -> Uses.during(use, () -> begin(call, use, UploadRequest.of(body, use.place())))))
                .map(begun -> Answer.json(201, json(begun))
                        .with("location", call.url("/uploads/" + begun.id()))
                        .with("upload-offset", "0"));
    }

    private Future<Upload> begin(Call call, SessionUse use, UploadRequest request) {
        use.require(call, request.path());
        var file = use.onServer(request.path());
        Future<Void> parents = request.createParents()
                ? Directories.create(use.session(), file.parent()).mapEmpty()
                : Future.succeededFuture();
        return parents.compose(ready -> Presence.ofFile(use.session(), file)).compose(there -> {
            if (there && !request.overwrite()) {
                throw OperationProblems.PRECONDITION_FAILED.toException(
                        "A file has this name, and the upload says overwrite: false. Take another name.");
            }
            return uploads.begin(call, use, request.path(), request.length(), request.overwrite());
        });
    }

    Future<Answer> list(Call call) {
        return uploads.list(call).map(all -> {
            var list = new JsonArray();
            all.forEach(one -> list.add(json(one)));
            return Answer.json(200, new JsonObject().put("uploads", list));
        });
    }

    /** Also HEAD, whose headers are these. */
    Future<Answer> show(Call call) {
        return uploads.show(call)
                .map(one -> Answer.json(200, json(one))
                        .with("upload-offset", Long.toString(one.offset()))
                        .with("upload-length", Long.toString(one.length()))
                        .with("cache-control", "no-store"));
    }

    Future<Answer> append(Call call) {
        call.body().pause();
        long offset = UploadRequest.offset(call);
        Digests digests = Digests.of(call).in("content-digest");
        var part = new Part(
                offset,
                call.bodyLength(),
                call.body(),
                digests.algorithms(),
                (sums, bytes) -> digests.check(sums, bytes, Part.consequence(offset)));
        return uploads.append(call, part).map(now -> Answer.empty(204).with("upload-offset", Long.toString(now)));
    }

    Future<Answer> complete(Call call) {
        var digests = Digests.of(call).in("repr-digest").announced().stream()
                .collect(Collectors.toMap(
                        Digests.Announced::algorithm,
                        one -> HexFormat.of().formatHex(one.value()),
                        (first, second) -> second));
        return uploads.complete(call, digests, call.query().flag("readBack"))
                .map(done -> Uploads.answer(done.path(), done.bytes(), done.verified(), done.replaced()));
    }

    Future<Answer> discard(Call call) {
        return uploads.discard(call).map(Answer.empty(204));
    }

    private static JsonObject json(Upload one) {
        var json = new JsonObject()
                .put("id", one.id())
                .put("connection", one.connection())
                .put("path", one.path().toString())
                .put("length", one.length())
                .put("state", one.state());
        if (one.offset() >= 0) {
            json.put("offset", one.offset());
        }
        one.expires().ifPresent(when -> json.put("expires", when.toString()));
        return json;
    }
}
