package io.polyport.ftp.operations;

import io.polyport.ftp.ChecksumAlgorithm;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.files.RunningSum;
import io.polyport.ftp.files.SummedBody;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Sends a call's body and makes as sure as can be that the server has it: by the size there, and for a caller who
 * announced a digest also by that and, where the server can tell one, by the server's checksum (FT-14).
 */
final class VerifiedUpload {
    /** How it was verified; each also by what stands below it, where the server can tell that. */
    enum By {
        CHECKSUM,
        DIGEST,
        SIZE,
        REPLY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param bytes that were sent */
    record Result(long bytes, By verified) {}

    private final Call call;
    private final SessionUse use;
    private final Digests digests;

    VerifiedUpload(Call call, SessionUse use, Digests digests) {
        this.call = call;
        this.use = use;
        this.digests = digests;
    }

    /**
     * Sends it as a file, or fails.
     *
     * @param consequence what becomes of the file when a digest does not fit, as a sentence
     */
    Future<Result> store(FtpPath file, String consequence) {
        Optional<ChecksumAlgorithm> server = serverAlgorithm();
        var algorithms = new HashSet<>(digests.algorithms());
        server.map(RunningSum.OF_SERVERS::get).ifPresent(algorithms::add);
        var body = new SummedBody(call.body(), algorithms, (sums, bytes) -> digests.check(sums, bytes, consequence));
        return use.session()
                .upload(file, FtpSession.UploadMode.STORE, content(body, algorithms))
                .compose(this::complete)
                .compose(stored -> server.isEmpty()
                        ? Future.succeededFuture(stored)
                        : compare(file, server.get(), body)
                                .map(same -> same ? new Result(stored.bytes(), By.CHECKSUM) : stored));
    }

    /** Sends it behind what the file has. Bytes that turn out to be wrong are there by then. */
    Future<Result> append(FtpPath file) {
        var body = new SummedBody(
                call.body(),
                digests.algorithms(),
                (sums, bytes) ->
                        digests.check(sums, bytes, "They may stand at the file's end already: look at its size."));
        return use.session()
                .upload(file, FtpSession.UploadMode.APPEND, content(body, digests.algorithms()))
                .compose(this::complete);
    }

    /** Nothing is summed up that nobody asks for. */
    private ReadStream<Buffer> content(SummedBody body, Set<String> algorithms) {
        return algorithms.isEmpty() ? call.body() : body;
    }

    /** One that is summed up already where there is such a one, else the strongest. */
    private Optional<ChecksumAlgorithm> serverAlgorithm() {
        // Of lines the server may keep other bytes than came.
        if (digests.isEmpty() || use.place().login().lines()) {
            return Optional.empty();
        }
        var known = use.session().checksums();
        return known.stream()
                .filter(one -> digests.algorithms().contains(RunningSum.OF_SERVERS.get(one)))
                .findFirst()
                .or(() -> known.stream().findFirst());
    }

    /** The caller may have said how many bytes there are. */
    private Future<Result> complete(FtpSession.Stored stored) {
        long announced = call.bodyLength();
        if (announced >= 0 && announced != stored.bytes()) {
            return Future.failedFuture(FtpProblems.UPLOAD_BROKEN.toException(
                    "Content-Length says " + announced + " bytes, " + stored.bytes() + " came."));
        }
        By by = stored.verified() == FtpSession.Verified.REPLY ? By.REPLY : digests.isEmpty() ? By.SIZE : By.DIGEST;
        return Future.succeededFuture(new Result(stored.bytes(), by));
    }

    /** False when the server does not tell after all; fails with {@code ftp.checksum-differs}. */
    private Future<Boolean> compare(FtpPath file, ChecksumAlgorithm algorithm, SummedBody body) {
        String sent = HexFormat.of().formatHex(body.sums().get(RunningSum.OF_SERVERS.get(algorithm)));
        var asked = Uses.whileWanted(call, use.session(), use.session().checksum(file, algorithm));
        return asked.transform(told -> {
            if (told.failed()) {
                return use.session().ended().isComplete()
                        ? Future.failedFuture(told.cause())
                        : Future.succeededFuture(false);
            }
            if (told.result().value().equals(sent)) {
                return Future.succeededFuture(true);
            }
            return Future.failedFuture(Problem.of(FtpProblems.CHECKSUM_DIFFERS)
                    .with("algorithm", algorithm.title())
                    .with("sent", sent)
                    .with("stored", told.result().value())
                    .toException());
        });
    }
}
