package io.polyport.odata.sql;

import io.polyport.odata.model.Column;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Condition.Comparator;
import io.polyport.odata.query.Term;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Conditions. SQL's third truth value is as good as false everywhere but under a negation, which is therefore written as
 * {@code is not true}.
 */
final class ConditionWriter {
    /** Longer chains are written as a tree, since databases walk a chain by recursion. */
    private static final int CHAIN = 50;
    /** Digits that every database's bigint has. */
    private static final int LONG_DIGITS = 18;

    private final SqlText sql;
    private final Dialect dialect;
    private final StatementWriter statements;
    private final TermWriter terms;

    ConditionWriter(SqlText sql, Dialect dialect, StatementWriter statements) {
        this.sql = sql;
        this.dialect = dialect;
        this.statements = statements;
        this.terms = new TermWriter(sql, dialect, this);
    }

    TermWriter terms() {
        return terms;
    }

    void condition(Condition condition) {
        switch (condition) {
            case Condition.Always always -> sql.add(always.holds() ? "true" : "false");
            case Condition.All all -> chain(all.of(), " and ", "true");
            case Condition.Any any -> chain(any.of(), " or ", "false");
            case Condition.Not not -> {
                boolean plain = isTrueOrFalse(not.of());
                sql.add(plain ? "(not (" : "((");
                condition(not.of());
                sql.add(plain ? "))" : ") is not true)");
            }
            case Condition.Missing missing -> {
                terms.term(missing.what());
                sql.add(" is null");
            }
            case Condition.IsTrue isTrue -> terms.term(isTrue.what());
            case Condition.Comparison comparison -> comparison(comparison);
            case Condition.Contains contains ->
                around("(position(", contains.part(), " in ", contains.text(), ") > 0)");
            case Condition.StartsWith starts -> startsWith(starts);
            case Condition.EndsWith ends -> endsWith(ends);
            case Condition.Like like -> {
                var matching = dialect.matching(like.template());
                matching(like.text(), matching.operator(), matching.pattern());
            }
            case Condition.Exists exists -> {
                sql.add("exists (select 1");
                statements.from(exists.rows(), Optional.of(exists.where()));
                sql.add(")");
            }
        }
    }

    /** Not null, so that nothing needs to be said about it: H2 loses the parentheses of {@code (exists (…)) is true} in subqueries. */
    static boolean isTrueOrFalse(Condition condition) {
        return switch (condition) {
            case Condition.Exists exists -> true;
            case Condition.Missing missing -> true;
            case Condition.Always always -> true;
            case Condition.Not not -> true;
            case Condition.All all -> all.of().stream().allMatch(ConditionWriter::isTrueOrFalse);
            case Condition.Any any -> any.of().stream().allMatch(ConditionWriter::isTrueOrFalse);
            default -> false;
        };
    }

    private void chain(List<Condition> conditions, String word, String none) {
        if (conditions.isEmpty()) {
            sql.add(none);
            return;
        }
        sql.add("(");
        if (conditions.size() > CHAIN) {
            int half = conditions.size() / 2;
            chain(conditions.subList(0, half), word, none);
            sql.add(word);
            chain(conditions.subList(half, conditions.size()), word, none);
        } else {
            for (int i = 0; i < conditions.size(); i++) {
                sql.add(i == 0 ? "" : word);
                condition(conditions.get(i));
            }
        }
        sql.add(")");
    }

    private void comparison(Condition.Comparison comparison) {
        Comparator comparator = comparison.comparator();
        boolean order = comparator != Comparator.EQUAL && comparator != Comparator.NOT_EQUAL;
        sql.add("(");
        side(comparison.left(), comparison.right());
        sql.add(
                switch (comparator) {
                    case EQUAL -> " = ";
                    case NOT_EQUAL -> " <> ";
                    case GREATER -> " > ";
                    case NOT_LESS -> " >= ";
                    case LESS -> " < ";
                    case NOT_GREATER -> " <= ";
                });
        side(comparison.right(), comparison.left());
        sql.add(order && comparison.left().type() == Term.Type.TEXT ? dialect.byCodePoint() : "");
        sql.add(")");
    }

    /** A column of whole numbers is compared with a whole number: compared with a NUMERIC it could not use its index. */
    private void side(Term term, Term other) {
        if (term instanceof Term.Constant(Term.Type type, BigDecimal number)
                && other instanceof Term.Of of
                && of.column().type() instanceof Column.Storage.Decimal(int digits, int fraction)
                && fraction == 0
                && digits <= LONG_DIGITS
                && isLong(number)) {
            sql.bind("?", number.longValueExact());
        } else {
            terms.term(term);
        }
    }

    private static boolean isLong(BigDecimal number) {
        return number.precision() - number.scale() <= LONG_DIGITS
                && number.stripTrailingZeros().scale() <= 0;
    }

    private void startsWith(Condition.StartsWith starts) {
        if (starts.start() instanceof Term.Constant constant) {
            matching(
                    starts.text(),
                    "(#0 like ? escape '\\')",
                    PostgreSqlPattern.literal((String) constant.value()) + "%");
        } else {
            around("(position(", starts.start(), " in ", starts.text(), ") = 1)");
        }
    }

    private void endsWith(Condition.EndsWith ends) {
        if (ends.end() instanceof Term.Constant constant) {
            matching(
                    ends.text(), "(#0 like ? escape '\\')", "%" + PostgreSqlPattern.literal((String) constant.value()));
        } else {
            around("(right(", ends.text(), ", char_length(", ends.end(), ")) = ");
            terms.term(ends.end());
            sql.add(")");
        }
    }

    private void matching(Term text, String operator, String pattern) {
        int at = operator.indexOf("#0");
        sql.add(operator.substring(0, at));
        terms.term(text);
        sql.bind(operator.substring(at + 2), pattern);
    }

    private void around(String before, Term first, String between, Term second, String behind) {
        sql.add(before);
        terms.term(first);
        sql.add(between);
        terms.term(second);
        sql.add(behind);
    }
}
