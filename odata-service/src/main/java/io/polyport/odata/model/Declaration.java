package io.polyport.odata.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an object's developer declares beyond its properties: how it is numbered, posted, filled, exchanged and indexed.
 * Reading needs nothing of it; the tables and writing do (OD-4, OD-45, OD-47).
 *
 * @param numbering of codes and document numbers; empty where there are none
 * @param posting whether documents are posted
 * @param movements what posting writes into registers
 * @param predefined items that exist from the beginning
 * @param content resource names of the objects whose changes an exchange plan registers
 * @param valueTypes which types the values of a chart of characteristic types may have
 * @param task resource name of a business process' tasks
 * @param indexes asked for in the model, beside those that every table of the kind has
 */
public record Declaration(
        Optional<Numbering> numbering,
        boolean posting,
        List<Movement> movements,
        List<Predefined> predefined,
        List<String> content,
        List<MemberType> valueTypes,
        Optional<String> task,
        List<Index> indexes) {
    /** An object about which nothing of this is said. */
    public static final Declaration NOTHING = new Declaration(
            Optional.empty(), false, List.of(), List.of(), List.of(), List.of(), Optional.empty(), List.of());

    public Declaration {
        movements = List.copyOf(movements);
        predefined = List.copyOf(predefined);
        content = List.copyOf(content);
        valueTypes = List.copyOf(valueTypes);
        indexes = List.copyOf(indexes);
    }

    /**
     * How codes and numbers are given out.
     *
     * @param text whether they are texts, not numbers
     * @param length most characters or digits
     */
    public record Numbering(boolean text, int length, Scope unique) {}

    /** Among what a code or number occurs once. */
    public enum Scope {
        /** Anywhere as often as one likes. */
        NONE,
        /** Among all objects of the kind. */
        ALL,
        /** Among those with the same owner. */
        OWNER,
        DAY,
        MONTH,
        QUARTER,
        YEAR
    }

    /**
     * Records that posting writes: one for each row of a section, or one for the document.
     *
     * @param register resource name
     * @param section name of the tabular section; empty for the document itself
     * @param recordType {@code Receipt}, {@code Expense}, {@code Debit}, {@code Credit}; empty where records have none
     * @param when filter expression that chooses rows; '' for all
     * @param period expression for the record's period
     * @param values for each property of the register, named without suffix, an expression over the row; {@code Ref/X} is
     *     the document's own property
     */
    public record Movement(
            String register,
            Optional<String> section,
            Optional<String> recordType,
            String when,
            String period,
            Map<String, String> values) {
        public Movement {
            values = Map.copyOf(values);
        }
    }

    /**
     * An item that exists from the beginning.
     *
     * @param name what {@code PredefinedDataName} says
     * @param key given in the model, or computed from the names, so that it is the same everywhere
     * @param parent name of another predefined item; '' at the top
     */
    public record Predefined(String name, UUID key, String code, String description, boolean folder, String parent) {}

    /**
     * @param set resource name of the set whose table gets it
     * @param property by which rows are to be found, without suffix
     */
    public record Index(String set, String property) {}
}
