package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.listing.ListingProblems;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what a server will say again from what may be otherwise the next time. */
final class Refusals {
    private static final Set<String> DEFINITE = Stream.of(
                    FtpProblems.NOT_FOUND,
                    FtpProblems.DENIED,
                    FtpProblems.WRONG_KIND,
                    FtpProblems.EXISTS,
                    FtpProblems.NOT_EMPTY,
                    FtpProblems.RANGE,
                    FtpProblems.INSUFFICIENT_STORAGE,
                    FtpProblems.STORE_FAILED,
                    FtpProblems.UNSUPPORTED,
                    FtpProblems.REFUSED,
                    FtpProblems.NAME_NOT_ENCODABLE,
                    ListingProblems.BAD_PATH,
                    ListingProblems.TOO_LARGE,
                    ListingProblems.UNREADABLE,
                    BusProblems.FORBIDDEN_OBJECT)
            .map(ProblemType::code)
            .collect(Collectors.toUnmodifiableSet());

    private Refusals() {}

    /** Whether it is about this file only, and asking again would bring the same answer. */
    static boolean isDefinite(ProblemException problem) {
        return DEFINITE.contains(problem.problem().code());
    }
}
