package io.polyport.grpc.transcoding;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.util.List;

/**
 * What is wrong with one part of a request.
 *
 * @param field {@code path:book.name}, {@code query:pageSize}, or {@code body:} with a JSON pointer
 * @param words what is wrong with it, and what would be right
 */
public record TranscodingFault(String field, String words) {
    /** The problem {@link TranscodingProblems#BAD_REQUEST} that names them all; there is at least one. */
    static ProblemException together(List<TranscodingFault> faults) {
        TranscodingFault first = faults.getFirst();
        String more = faults.size() == 1 ? "" : " There is more: see errors.";
        var problem = Problem.of(TranscodingProblems.BAD_REQUEST, "'" + first.field + "' " + first.words + "." + more);
        for (TranscodingFault fault : faults) {
            problem = problem.withField(fault.field, fault.words);
        }
        return problem.toException();
    }

    ProblemException alone() {
        return together(List.of(this));
    }
}
