package io.polyport.ftp.operations;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A file's content (FT-13). */
final class Downloads {
    private final Sessions sessions;

    Downloads(Sessions sessions) {
        this.sessions = sessions;
    }

    Future<Answer> download(Call call) {
        return sessions.forCall(call).compose(use -> Uses.ending(use, () -> answer(call, use)));
    }

    private Future<Answer> answer(Call call, SessionUse use) {
        FtpPath path = Paths.file(call, use.place());
        use.require(call, path);
        FtpPath file = use.onServer(path);
        var session = use.session();
        return size(use, file)
                .compose(size -> session.modified(file).map(modified -> new FileConditions(size, modified)))
                .compose(conditions -> answer(call, use, file, conditions));
    }

    /** The content's bytes. Where lines are sent they are not those of the file, and nobody knows them before. */
    private static Future<OptionalLong> size(SessionUse use, FtpPath file) {
        return use.place().login().lines()
                ? Future.succeededFuture(OptionalLong.empty())
                : use.session().size(file);
    }

    private static Future<Answer> answer(Call call, SessionUse use, FtpPath file, FileConditions conditions) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        conditions.entityTag().ifPresent(tag -> headers.add(Map.entry("etag", tag)));
        conditions.lastModified().ifPresent(date -> headers.add(Map.entry("last-modified", date)));
        if (conditions.isFresh(call.header("if-none-match"), call.header("if-modified-since"))) {
            use.giveBack();
            return Future.succeededFuture(new Answer.Whole(304, headers, Buffer.buffer()));
        }
        headers.add(Map.entry("content-type", "application/octet-stream"));
        if (conditions.size().isPresent()) {
            headers.add(Map.entry("accept-ranges", "bytes"));
        }
        Optional<ByteRange> range =
                conditions.size().isPresent() && call.header("if-range").isEmpty()
                        ? call.header("range")
                                .flatMap(header ->
                                        ByteRange.of(header, conditions.size().getAsLong()))
                        : Optional.empty();
        if (call.envelope().request().method().equals("HEAD")) {
            return head(use, file, headers, conditions);
        }
        return use.session()
                .download(file, range.map(ByteRange::first).orElse(0L))
                .map(download -> stream(use, download, range, headers));
    }

    /** Without a body; a file of which the server tells no size has to be looked for in another way. */
    private static Future<Answer> head(
            SessionUse use, FtpPath file, List<Map.Entry<String, String>> headers, FileConditions conditions) {
        Future<Void> there =
                conditions.size().isPresent() ? Future.succeededFuture() : requireFile(use.session(), file);
        return there.map(ignored -> {
            conditions.size().ifPresent(size -> headers.add(Map.entry("content-length", Long.toString(size))));
            use.giveBack();
            return new Answer.Whole(200, headers, Buffer.buffer());
        });
    }

    private static Future<Void> requireFile(FtpSession session, FtpPath file) {
        return session.stat(file)
                .compose(entry -> entry.type() == FtpEntry.Type.DIRECTORY
                        ? Future.failedFuture(FtpProblems.WRONG_KIND.toException())
                        : Future.succeededFuture());
    }

    private static Answer stream(
            SessionUse use, FtpDownload download, Optional<ByteRange> range, List<Map.Entry<String, String>> headers) {
        long length = range.map(ByteRange::length).orElse(download.size());
        if (length >= 0) {
            headers.add(Map.entry("content-length", Long.toString(length)));
        }
        range.ifPresent(asked -> headers.add(Map.entry("content-range", asked.contentRange())));
        boolean cut = range.filter(asked -> !asked.endsWithFile()).isPresent();
        ReadStream<Buffer> body = cut ? new FirstBytes(download, length) : download;
        return new Answer.Streamed(range.isPresent() ? 206 : 200, headers, new Ending(body, use), () -> {
            download.abort();
            use.giveBack();
        });
    }

    /** A body that gives its login back when it is over, however it ends. */
    private record Ending(ReadStream<Buffer> body, SessionUse use) implements ReadStream<Buffer> {
        @Override
        public Ending exceptionHandler(Handler<Throwable> handler) {
            body.exceptionHandler(failure -> {
                use.giveBack();
                if (handler != null) {
                    handler.handle(failure);
                }
            });
            return this;
        }

        @Override
        public Ending endHandler(Handler<Void> handler) {
            body.endHandler(ignored -> {
                use.giveBack();
                if (handler != null) {
                    handler.handle(null);
                }
            });
            return this;
        }

        @Override
        public Ending handler(Handler<Buffer> handler) {
            body.handler(handler);
            return this;
        }

        @Override
        public Ending pause() {
            body.pause();
            return this;
        }

        @Override
        public Ending resume() {
            body.resume();
            return this;
        }

        @Override
        public Ending fetch(long amount) {
            body.fetch(amount);
            return this;
        }
    }
}
