package io.polyport.odata.query;

/** What can be computed of values; arguments are checked before (OD-22). Units of dates are functions of their own. */
public enum Function {
    SUBSTRING(Term.Type.TEXT),
    CONCAT(Term.Type.TEXT),
    LENGTH(Term.Type.NUMBER),
    INDEX_OF(Term.Type.NUMBER),
    REPLACE(Term.Type.TEXT),
    TO_LOWER(Term.Type.TEXT),
    TO_UPPER(Term.Type.TEXT),
    TRIM(Term.Type.TEXT),
    /** Without the spaces at its end that a string of fixed length is filled up with. */
    UNFILLED(Term.Type.TEXT),
    YEAR(Term.Type.NUMBER),
    QUARTER(Term.Type.NUMBER),
    MONTH(Term.Type.NUMBER),
    DAY(Term.Type.NUMBER),
    HOUR(Term.Type.NUMBER),
    MINUTE(Term.Type.NUMBER),
    SECOND(Term.Type.NUMBER),
    DAY_OF_WEEK(Term.Type.NUMBER),
    DAY_OF_YEAR(Term.Type.NUMBER),
    ADD_SECONDS(Term.Type.MOMENT),
    ADD_MINUTES(Term.Type.MOMENT),
    ADD_HOURS(Term.Type.MOMENT),
    ADD_DAYS(Term.Type.MOMENT),
    ADD_MONTHS(Term.Type.MOMENT),
    ADD_QUARTERS(Term.Type.MOMENT),
    ADD_YEARS(Term.Type.MOMENT),
    SECONDS_BETWEEN(Term.Type.NUMBER),
    MINUTES_BETWEEN(Term.Type.NUMBER),
    HOURS_BETWEEN(Term.Type.NUMBER),
    DAYS_BETWEEN(Term.Type.NUMBER),
    MONTHS_BETWEEN(Term.Type.NUMBER),
    QUARTERS_BETWEEN(Term.Type.NUMBER),
    YEARS_BETWEEN(Term.Type.NUMBER),
    ROUND(Term.Type.NUMBER),
    FLOOR(Term.Type.NUMBER),
    CEILING(Term.Type.NUMBER);

    private final Term.Type result;

    Function(Term.Type result) {
        this.result = result;
    }

    public Term.Type result() {
        return result;
    }
}
