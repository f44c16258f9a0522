package io.polyport.ftp.operations;

import io.polyport.ftp.ChecksumAlgorithm;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sums of files that the far server makes (FT-23). */
final class Checksums {
    private final Sessions sessions;

    Checksums(Sessions sessions) {
        this.sessions = sessions;
    }

    Future<Answer> show(Call call) {
        Optional<ChecksumAlgorithm> wanted = call.query().text("algorithm").map(Checksums::named);
        return sessions.forCall(call)
                .compose(use -> Uses.during(use, () -> {
                    FtpPath path = Paths.file(call, use.place());
                    use.require(call, path);
                    var algorithm = choose(use.session().checksums(), wanted);
                    return Uses.whileWanted(call, use.session(), use.session().checksum(use.onServer(path), algorithm))
                            .map(sum -> Answer.json(
                                    200,
                                    new JsonObject()
                                            .put("path", path.toString())
                                            .put("algorithm", sum.algorithm().title())
                                            .put("value", sum.value())
                                            .put("command", sum.command())));
                }));
    }

    private static ChecksumAlgorithm named(String name) {
        return ChecksumAlgorithm.of(name).orElseThrow(() -> {
            String fault = "has to be one of " + titles(Arrays.asList(ChecksumAlgorithm.values()));
            return Problem.of(BusProblems.BAD_REQUEST, "The query parameter 'algorithm' " + fault + ".")
                    .withField("query:algorithm", fault)
                    .toException();
        });
    }

    /** The wanted one, or the strongest; fails with {@code ftp.no-checksum} and what there is. */
    private static ChecksumAlgorithm choose(List<ChecksumAlgorithm> known, Optional<ChecksumAlgorithm> wanted) {
        if (known.isEmpty() || wanted.filter(one -> !known.contains(one)).isPresent()) {
            throw Problem.of(FtpProblems.NO_CHECKSUM)
                    .with("algorithms", new JsonArray(titles(known)))
                    .toException();
        }
        return wanted.orElseGet(known::getFirst);
    }

    private static List<String> titles(List<ChecksumAlgorithm> algorithms) {
        return algorithms.stream().map(ChecksumAlgorithm::title).toList();
    }
}
