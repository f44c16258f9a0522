package io.polyport.odata.plan;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.ModelObject.Periodicity;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Refusals;
import java.util.Set;

/** The functions and actions that the interface has, to tell apart what there is not from what is called wrongly. */
final class BoundFunctions {
    static final String SLICE_LAST = "SliceLast";
    static final String SLICE_FIRST = "SliceFirst";

    private static final Set<String> ACTIONS = Set.of("Post", "Unpost", "Start", "ExecuteTask");
    private static final Set<String> UNBOUND_ACTIONS = Set.of("SelectChanges", "NotifyChangesReceived");
    private static final Set<String> TABLES = Set.of(
            "Balance",
            "Turnovers",
            "BalanceAndTurnovers",
            "DrCrTurnovers",
            "ExtDimensions",
            "RecordsWithExtDimensions",
            "ScheduleData",
            "ActualActionPeriod");

    private BoundFunctions() {}

    static boolean isSlice(String name) {
        return name.equals(SLICE_LAST) || name.equals(SLICE_FIRST);
    }

    static boolean isKnown(String name) {
        return isSlice(name) || ACTIONS.contains(name) || TABLES.contains(name);
    }

    /** What is wrong with a function behind an entity. */
    static ODataException notOfEntity(String name) {
        if (ACTIONS.contains(name)) {
            return notReading(name);
        }
        return isKnown(name)
                ? new ODataException(
                        InnerCode.BAD_URL,
                        "Метод " + name + " вызывается у набора, а не у сущности",
                        name + " is called on a set, not on one entity")
                : Refusals.unknownMethod(name);
    }

    /** What is wrong with a function behind a set that reads no slice. */
    static ODataException notOfSet(String name, EntitySet set) {
        if (TABLES.contains(name) && set.object().register().isPresent()) {
            return Refusals.notSupported(
                    "Виртуальная таблица " + name + " пока не поддерживается",
                    "The virtual table " + name + " is not supported yet");
        }
        return ACTIONS.contains(name)
                ? new ODataException(
                        InnerCode.BAD_URL,
                        "Метод " + name + " вызывается у сущности: укажите её ключ",
                        name + " is called on one entity: give its key")
                : Refusals.unknownMethod(name);
    }

    /** A register without periods has nothing of which one record could be the last (seed 003 17.2.1.4). */
    static void requirePeriodic(String slice, EntitySet set) {
        boolean periodic = set.object()
                .register()
                .filter(register -> register.periodicity() != Periodicity.NONE)
                .isPresent();
        if (!periodic) {
            String register = set.object().resource();
            throw new ODataException(
                    InnerCode.BAD_URL,
                    "Метод не найден: " + slice + " — регистр " + register + " непериодический; читайте сам набор "
                            + set.name(),
                    "Method not found: " + slice + "; " + register + " has no periods, so read the set " + set.name()
                            + " itself");
        }
    }

    static ODataException unbound(String name) {
        return UNBOUND_ACTIONS.contains(name) ? notReading(name) : Refusals.unknownSet(name, Set.of());
    }

    private static ODataException notReading(String name) {
        return new ODataException(
                InnerCode.METHOD_NOT_ALLOWED,
                "Действие " + name + " вызывается методом POST",
                name + " is an action: call it with POST");
    }
}
