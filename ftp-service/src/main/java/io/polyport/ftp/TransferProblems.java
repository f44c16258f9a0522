package io.polyport.ftp;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What is refused of transfers in the background. */
public final class TransferProblems {
    public static final ProblemType UNKNOWN = new ProblemType(
            "ftp.transfer-unknown",
            404,
            "There is no such transfer",
            "The id is not one that was given to you, or the transfer ended long ago and is forgotten. GET /transfers lists yours.");
    public static final ProblemType NOT_ENDED = new ProblemType(
            "ftp.transfer-not-ended",
            409,
            "The transfer has not ended",
            "Cancel it first (POST /transfers/{id}:cancel), and remove it when its state is 'cancelled'.");
    public static final ProblemType ENDED = new ProblemType(
            "ftp.transfer-ended",
            409,
            "The transfer has ended",
            "The member 'state' tells how. Give a new order (POST /transfers); 'overwrite: \"newer\"' copies only what is missing or younger.");
    public static final ProblemType TOO_MANY = new ProblemType(
            "ftp.too-many-transfers",
            429,
            "The caller has too many transfers",
            "Remove ended ones (DELETE /transfers/{id}), or wait until some are forgotten; GET /transfers lists them.");

    public static final List<ProblemType> ALL = List.of(UNKNOWN, NOT_ENDED, ENDED, TOO_MANY);

    private TransferProblems() {}
}
