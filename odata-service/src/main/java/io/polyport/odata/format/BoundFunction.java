package io.polyport.odata.format;

import java.util.List;

/**
 * The functions that {@code $metadata} can declare, each bound to a set (seed 003 17.2.1.9; OD-15, OD-45, OD-48). A publication
 * declares those that it answers.
 */
public enum BoundFunction {
    POST("Post", true),
    UNPOST("Unpost", true),
    START("Start", true),
    EXECUTE_TASK("ExecuteTask", true),
    SLICE_LAST("SliceLast", false),
    SLICE_FIRST("SliceFirst", false),
    BALANCE("Balance", false),
    TURNOVERS("Turnovers", false),
    BALANCE_AND_TURNOVERS("BalanceAndTurnovers", false);

    private final String functionName;
    private final boolean sideEffecting;

    BoundFunction(String functionName, boolean sideEffecting) {
        this.functionName = functionName;
        this.sideEffecting = sideEffecting;
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
        return switch (this) {
            case POST, UNPOST -> List.of(EdmProperty.of("PostingModeOperational", "Edm.Boolean"));
            case START -> List.of(EdmProperty.of("RoutePoint", "Edm.String"));
            case EXECUTE_TASK -> List.of();
            case SLICE_LAST, SLICE_FIRST -> List.of(text("Condition"), moment("Period"));
            case BALANCE -> List.of(text("Condition"), text("Dimensions"), moment("Period"));
            case TURNOVERS, BALANCE_AND_TURNOVERS ->
                List.of(text("Condition"), text("Dimensions"), moment("EndPeriod"), moment("StartPeriod"));
        };
    }

    private static EdmProperty text(String name) {
        return EdmProperty.of(name, "Edm.String");
    }

    private static EdmProperty moment(String name) {
        return EdmProperty.of(name, "Edm.DateTime");
    }
}
