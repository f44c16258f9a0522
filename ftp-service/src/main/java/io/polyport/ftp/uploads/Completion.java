package io.polyport.ftp.uploads;

import io.polyport.ftp.ChecksumAlgorithm;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.Failures;
import io.polyport.ftp.files.RunningSum;
import io.polyport.ftp.files.SummedBody;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Verifies the content of a whole upload.
 *
 * @param digests that the caller has announced of the whole, hexadecimal, by RFC 9530's names
 * @param readBack whether the file may be read back for them where the server can't tell a checksum
 */
record Completion(Call call, SessionUse use, FtpPath temporary, Map<String, String> digests, boolean readBack) {
    private static final String KEPT =
            "Nothing was renamed. Complete it with the right digest, or give it up with DELETE.";

    /** Succeeds with the word for how: {@code checksum}, {@code digest} or {@code size}. */
    Future<String> verify() {
        if (digests.isEmpty()) {
            return Future.succeededFuture("size");
        }
        return use.session().checksums().stream()
                .filter(one -> digests.containsKey(RunningSum.OF_SERVERS.get(one)))
                .findFirst()
                .map(this::byServer)
                .orElseGet(this::byReading);
    }

    private Future<String> byServer(ChecksumAlgorithm algorithm) {
        String name = RunningSum.OF_SERVERS.get(algorithm);
        return Uses.whileWanted(call, use.session(), use.session().checksum(temporary, algorithm))
                .transform(told -> {
                    if (told.succeeded()) {
                        return compare(name, told.result().value(), "checksum");
                    }
                    return Failures.is(told.cause(), FtpProblems.NO_CHECKSUM)
                            ? byReading()
                            : Future.failedFuture(told.cause());
                });
    }

    private Future<String> byReading() {
        if (!readBack) {
            return Future.failedFuture(
                    FtpProblems.NO_CHECKSUM.toException(
                            "The FTP server can't tell a checksum of the digest's kind. Add ?readBack=true to have the file read back, or leave Repr-Digest out to be content with its size."));
        }
        String name = digests.keySet().iterator().next();
        return use.session().download(temporary, 0).compose(download -> {
            call.whenGone(download::abort);
            Promise<String> read = Promise.promise();
            var body = new SummedBody(download, Set.of(name), (sums, bytes) -> {});
            body.exceptionHandler(read::tryFail);
            body.endHandler(ended ->
                    read.tryComplete(HexFormat.of().formatHex(body.sums().get(name))));
            body.handler(ignored -> {});
            body.resume();
            return read.future().compose(sum -> compare(name, sum, "digest"));
        });
    }

    private Future<String> compare(String algorithm, String stored, String word) {
        return stored.equals(digests.get(algorithm))
                ? Future.succeededFuture(word)
                : Future.failedFuture(Problem.of(
                                FtpProblems.DIGEST_MISMATCH,
                                "The upload at the FTP server has the " + algorithm + " digest " + stored
                                        + ", which is not that in repr-digest. " + KEPT)
                        .withField("header:repr-digest", "is not the digest of the upload")
                        .toException());
    }
}
