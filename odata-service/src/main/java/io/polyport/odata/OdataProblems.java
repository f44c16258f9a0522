package io.polyport.odata;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What keeps the service from starting. What can be wrong with a request is told in OData's own form, see {@code problem}. */
public final class OdataProblems {
    public static final ProblemType MODEL_INVALID = new ProblemType(
            "odata.model-invalid",
            500,
            "The model of a publication has faults",
            "Operators: the log lists each with its file and line.");
    public static final ProblemType TABLES_DIFFER = new ProblemType(
            "odata.tables-differ",
            500,
            "The tables of a publication can't be brought up to its model",
            "Operators: the log says which changes were refused, because they would lose data, and what to do.");

    public static final List<ProblemType> ALL = List.of(MODEL_INVALID, TABLES_DIFFER);

    private OdataProblems() {}
}
