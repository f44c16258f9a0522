package io.polyport.odata.rows;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong where no error of OData can be written: before a service serves, and within an answer. */
public final class RowsProblems {
    public static final ProblemType UNAVAILABLE = new ProblemType(
            "odata.database-unavailable",
            503,
            "The application's database can't be used",
            "Operators: look at the database that 'database.url' names, and at the service's log.");
    public static final ProblemType BROKEN_OFF = new ProblemType(
            "odata.broken-off",
            500,
            "The answer broke off because the rest of the rows could not be read",
            "What arrived is not the whole answer. Ask again; if it happens again, ask for less at once, and look at the service's log.");

    public static final List<ProblemType> ALL = List.of(UNAVAILABLE, BROKEN_OFF);

    private RowsProblems() {}
}
