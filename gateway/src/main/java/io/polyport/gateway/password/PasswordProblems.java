package io.polyport.gateway.password;

import io.polyport.kit.problem.ProblemType;

/** What goes wrong with passwords besides their being wrong. */
public final class PasswordProblems {
    public static final ProblemType TOO_MANY_FAILURES = new ProblemType(
            "gateway.too-many-failures",
            429,
            "Too many logins have failed",
            "Wait for 'Retry-After' seconds, and look what sends wrong passwords: each further one makes the wait longer.");
    public static final ProblemType BUSY = new ProblemType(
            "gateway.passwords-busy",
            503,
            "Too many passwords are being checked",
            "Ask again after 'Retry-After' seconds; operators can raise gateway.users.workers and gateway.users.queue.");
    public static final ProblemType UNPROTECTED = new ProblemType(
            "gateway.password-unprotected",
            403,
            "Passwords are not taken over this connection",
            "Use HTTPS: over plain HTTP everybody on the way could read the password.");
    public static final ProblemType USERS_UNUSABLE = new ProblemType(
            "gateway.users-unusable",
            500,
            "The users file can't be used",
            "Correct the file that gateway.users.file names, and start again.");

    private PasswordProblems() {}
}
