package io.polyport.store;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong with kept state. */
public final class StateProblems {
    public static final ProblemType UNAVAILABLE = new ProblemType(
            "state.unavailable",
            503,
            "The service's state can't be read or written now",
            "Try again shortly. Operators: look at the database that 'state.url' names, and at the service's log.");
    public static final ProblemType OFF = new ProblemType(
            "state.off",
            501,
            "This installation keeps no state, which this operation needs",
            "Operators: set 'state.url' of the service to a PostgreSQL database, or to 'file' where there is one instance only.");
    public static final ProblemType CHANGED = new ProblemType(
            "state.changed",
            409,
            "It was changed by somebody else at the same moment",
            "Read it again, then repeat the request.");

    public static final List<ProblemType> ALL = List.of(UNAVAILABLE, OFF, CHANGED);

    private StateProblems() {}
}
