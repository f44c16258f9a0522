package io.polyport.odata.url;

import java.util.List;
import java.util.Map;

/** The names of the parameters of functions, as every kind of register that has the function may take them (OD-15, OD-45 to OD-48). */
final class FunctionParameters {
    private static final List<String> SLICE = List.of("Period", "Condition");
    private static final List<String> TURNOVERS = List.of(
            "StartPeriod",
            "EndPeriod",
            "AccountCondition",
            "BalancedAccountCondition",
            "Condition",
            "Dimensions",
            "ExtraDimensions",
            "BalancedExtraDimensions");
    private static final List<String> BASE =
            List.of("Condition", "MainRegisterDimensions", "BaseRegisterDimensions", "ViewPoints");
    private static final List<String> EXCHANGE = List.of("DataExchangePoint", "MessageNo");
    private static final Map<String, List<String>> OF = Map.ofEntries(
            Map.entry("SliceLast", SLICE),
            Map.entry("SliceFirst", SLICE),
            Map.entry("Balance", List.of("Period", "AccountCondition", "Condition", "Dimensions", "ExtraDimensions")),
            Map.entry("Turnovers", TURNOVERS),
            Map.entry("BalanceAndTurnovers", TURNOVERS),
            Map.entry("DrCrTurnovers", TURNOVERS),
            Map.entry("ExtDimensions", List.of()),
            Map.entry(
                    "RecordsWithExtDimensions",
                    List.of("StartPeriod", "EndPeriod", "Condition", "Order", "OrderBy", "Top")),
            Map.entry("ScheduleData", List.of("Condition")),
            Map.entry("ActualActionPeriod", List.of("Condition")),
            Map.entry("Post", List.of("PostingModeOperational")),
            Map.entry("Unpost", List.of("PostingModeOperational")),
            Map.entry("Start", List.of("RoutePoint")),
            Map.entry("ExecuteTask", List.of()),
            Map.entry("SelectChanges", EXCHANGE),
            Map.entry("NotifyChangesReceived", EXCHANGE));
    private static final List<String> ALL =
            OF.values().stream().flatMap(List::stream).distinct().sorted().toList();

    private FunctionParameters() {}

    /** Of a function that is not known here, such as one of a recalculation: every name there is. */
    static List<String> of(String function) {
        return OF.getOrDefault(function, function.startsWith("Base") ? BASE : ALL);
    }

    /** Functions of no set. */
    static boolean isUnbound(String function) {
        return EXCHANGE.equals(OF.get(function));
    }

    /** Whether the parameter holds a filter. */
    static boolean isCondition(String parameter) {
        return parameter.endsWith("Condition");
    }
}
