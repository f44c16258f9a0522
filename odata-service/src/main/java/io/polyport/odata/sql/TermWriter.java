package io.polyport.odata.sql;

import io.polyport.odata.model.Column;
import io.polyport.odata.query.Term;
import java.util.List;

/** Values. Numbers are reckoned as NUMERIC, exactly; a quotient has ten digits behind the point, halves away from zero. */
final class TermWriter {
    private final SqlText sql;
    private final Dialect dialect;
    private final ConditionWriter conditions;

    TermWriter(SqlText sql, Dialect dialect, ConditionWriter conditions) {
        this.sql = sql;
        this.dialect = dialect;
        this.conditions = conditions;
    }

    void term(Term term) {
        switch (term) {
            case Term.Constant constant -> sql.bind(dialect.mark(constant), constant.value());
            case Term.Of of -> column(of);
            case Term.Nothing nothing -> sql.add("cast(null as %s)".formatted(dialect.type(nothing.type())));
            case Term.Arithmetic arithmetic -> arithmetic(arithmetic);
            case Term.Negative negative -> {
                sql.add("(- ");
                reckoned(negative.of());
                sql.add(")");
            }
            case Term.Applied applied ->
                filled(dialect.function(applied.function(), applied.arguments().size()), applied.arguments());
            case Term.Where where -> {
                sql.add("case when ");
                conditions.condition(where.condition());
                sql.add(" then ");
                term(where.value());
                sql.add(" end");
            }
            case Term.Truth truth -> {
                sql.add("((");
                conditions.condition(truth.of());
                sql.add(ConditionWriter.isTrueOrFalse(truth.of()) ? "))" : ") is true)");
            }
        }
    }

    private void column(Term.Of of) {
        sql.add("t" + of.source().number() + ".").name(of.column().name());
    }

    private void arithmetic(Term.Arithmetic arithmetic) {
        boolean division = arithmetic.operation() == Term.Operation.DIVIDE;
        sql.add(division ? "round(" : "(");
        reckoned(arithmetic.left());
        sql.add(
                switch (arithmetic.operation()) {
                    case ADD -> " + ";
                    case SUBTRACT -> " - ";
                    case MULTIPLY -> " * ";
                    case DIVIDE -> " * " + Patterns.MANY_DIGITS + " / nullif(";
                });
        reckoned(arithmetic.right());
        sql.add(division ? ", 0), 10)" : ")");
    }

    /** Columns of whole numbers are integers, which overflow. */
    private void reckoned(Term term) {
        if (term instanceof Term.Of of
                && of.column().type() instanceof Column.Storage.Decimal(int digits, int fraction)
                && fraction == 0) {
            sql.add("cast(");
            column(of);
            sql.add(" as numeric(%d, 0))".formatted(digits));
        } else {
            term(term);
        }
    }

    /** @param pattern with {@code #0}, {@code #1}… for the arguments, in any order */
    private void filled(String pattern, List<Term> arguments) {
        int from = 0;
        for (int at = pattern.indexOf('#'); at >= 0; at = pattern.indexOf('#', from)) {
            sql.add(pattern.substring(from, at));
            reckoned(arguments.get(pattern.charAt(at + 1) - '0'));
            from = at + 2;
        }
        sql.add(pattern.substring(from));
    }
}
