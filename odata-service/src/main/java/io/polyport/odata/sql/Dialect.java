package io.polyport.odata.sql;

import io.polyport.odata.query.Function;
import io.polyport.odata.query.Template;
import io.polyport.odata.query.Term;

/** How a database says what all of them can do. */
public sealed interface Dialect permits H2, PostgreSql {
    /** H2 2.5 or newer, in its regular mode. */
    Dialect H2 = new H2();

    /** PostgreSQL 14 or newer, with ICU, its database in UTF-8. */
    Dialect POSTGRESQL = new PostgreSql();

    /** A question mark for a constant, with what the database needs to know its type. */
    String mark(Term.Constant constant);

    /** The name of a type, for null values. */
    String type(Term.Type type);

    /**
     * A function with {@code #0}, {@code #1}… where its arguments stand, each once: a database would compute an argument that
     * stands twice twice, and nested ones without end. Numbers come in and out as NUMERIC; null gives null.
     */
    String function(Function function, int arguments);

    /** What stands behind a comparison of texts by order, so that it goes by code points. */
    String byCodePoint();

    /** Whether texts are like a template: what stands around the text, and the pattern that is bound. */
    Matching matching(Template template);

    /** @param operator with a question mark for the pattern; {@code #0} is the text */
    record Matching(String operator, String pattern) {}
}
