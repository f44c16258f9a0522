package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.files.Failures;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;

/** Servers lock accounts after some wrong passwords, so a refused login is not tried for as long as a lost server is. */
final class RefusedLogins {
    /** In a row; a server that is full may refuse some that are right. */
    static final int MOST = 3;

    private static final int[] PAUSES_SECONDS = {5, 30};
    private static final String CONNECTION = "connection";

    private RefusedLogins() {}

    static boolean isOne(ProblemException problem) {
        return Failures.is(problem, FtpProblems.LOGIN_REFUSED) || Failures.is(problem, FtpProblems.PROXY_LOGIN_REFUSED);
    }

    /** @param refused how often by now, in a row; less than {@link #MOST} */
    static int pauseSeconds(int refused) {
        return PAUSES_SECONDS[refused - 1];
    }

    /** The same failure, which says of a refused login whose it was. */
    static <T> Future<T> of(String connection, Throwable failure) {
        return Future.failedFuture(
                failure instanceof ProblemException refused && isOne(refused)
                        ? refused.problem().with(CONNECTION, connection).toException()
                        : failure);
    }

    /** What its caller is told when it was the last one. */
    static ProblemException last(ProblemException problem) {
        Problem told = problem.problem();
        String text =
                "%s The login of the connection '%s' was refused %d times in a row; it is not tried again by itself, since that can lock the account. Correct the connection's user and password, or wait until the server lets it in, then resume the transfer (POST /transfers/{id}:resume)."
                        .formatted(told.detail(), told.extensions().get(CONNECTION), MOST);
        return new Problem(told.type(), text, told.errors(), told.extensions(), told.retryAfterSeconds()).toException();
    }
}
