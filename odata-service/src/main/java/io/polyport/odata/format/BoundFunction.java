package io.polyport.odata.format;

import java.util.List;

/**
 * The functions that {@code $metadata} can declare, each bound to a set (seed 003 17.2.1.9; OD-15, OD-45, OD-48). A publication
 * declares those that it answers.
 */
public enum BoundFunction {
    POST("Post", true, List.of(EdmProperty.of("PostingModeOperational", "Edm.Boolean"))),
    UNPOST("Unpost", true, List.of(EdmProperty.of("PostingModeOperational", "Edm.Boolean"))),
    START("Start", true, List.of(EdmProperty.of("RoutePoint", "Edm.String"))),
    EXECUTE_TASK("ExecuteTask", true, List.of()),
    SLICE_LAST("SliceLast", false, List.of(Parameters.CONDITION, Parameters.PERIOD)),
    SLICE_FIRST("SliceFirst", false, List.of(Parameters.CONDITION, Parameters.PERIOD)),
    BALANCE("Balance", false, List.of(Parameters.CONDITION, Parameters.DIMENSIONS, Parameters.PERIOD)),
    TURNOVERS("Turnovers", false, Parameters.OF_TURNOVERS),
    BALANCE_AND_TURNOVERS("BalanceAndTurnovers", false, Parameters.OF_TURNOVERS);

    private final String functionName;
    private final boolean sideEffecting;
    private final List<EdmProperty> parameters;

    BoundFunction(String functionName, boolean sideEffecting, List<EdmProperty> parameters) {
        this.functionName = functionName;
        this.sideEffecting = sideEffecting;
        this.parameters = parameters;
    }

    /** As it stands in URLs. */
    public String functionName() {
        return functionName;
    }

    boolean isSideEffecting() {
        return sideEffecting;
    }

    /** Beside the binding one, in the order of their names, as 1C:Enterprise has them. */
    List<EdmProperty> parameters() {
        return parameters;
    }

    private static final class Parameters {
        static final EdmProperty CONDITION = EdmProperty.of("Condition", "Edm.String");
        static final EdmProperty DIMENSIONS = EdmProperty.of("Dimensions", "Edm.String");
        static final EdmProperty PERIOD = EdmProperty.of("Period", "Edm.DateTime");
        static final List<EdmProperty> OF_TURNOVERS = List.of(
                CONDITION,
                DIMENSIONS,
                EdmProperty.of("EndPeriod", "Edm.DateTime"),
                EdmProperty.of("StartPeriod", "Edm.DateTime"));
    }
}
