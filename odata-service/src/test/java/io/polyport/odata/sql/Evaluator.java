package io.polyport.odata.sql;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What conditions and terms mean, said without SQL: the oracle for what databases answer. A missing value is null here, and
 * there are two truth values.
 */
final class Evaluator {
    private final Memory memory;

    Evaluator(Memory memory) {
        this.memory = memory;
    }

    /** The rows of a statement's root, each with what is joined to it. */
    List<Map<Integer, Map<String, Object>>> rows(Tables tables) {
        return stored(tables.root()).stream()
                .map(row -> complete(tables, row, Map.of()))
                .toList();
    }

    private boolean exists(Condition.Exists exists, Map<Integer, Map<String, Object>> outer) {
        return candidates(exists.rows().root(), exists.where(), outer).stream()
                .anyMatch(row -> holds(exists.where(), complete(exists.rows(), row, outer)));
    }

    private Map<Integer, Map<String, Object>> complete(
            Tables tables, Map<String, Object> row, Map<Integer, Map<String, Object>> outer) {
        var all = new HashMap<>(outer);
        all.put(tables.root().number(), row);
        tables.joins().forEach(join -> all.put(join.source().number(), joined(join, all)));
        return all;
    }

    private Map<String, Object> joined(Tables.Join join, Map<Integer, Map<String, Object>> rows) {
        for (var candidate : candidates(join.source(), join.on(), rows)) {
            rows.put(join.source().number(), candidate);
            if (holds(join.on(), rows)) {
                return candidate;
            }
        }
        return Map.of();
    }

    private List<Map<String, Object>> stored(Source source) {
        return memory.rows(((Relation.Stored) source.relation()).set());
    }

    /** All rows, or those that a condition on a column's value leaves anyway. */
    private List<Map<String, Object>> candidates(
            Source source, Condition condition, Map<Integer, Map<String, Object>> rows) {
        for (Condition one : condition instanceof Condition.All all ? all.of() : List.of(condition)) {
            if (one instanceof Condition.Comparison(Condition.Comparator same, Term.Of left, Term.Of right)
                    && same == Condition.Comparator.EQUAL) {
                boolean first = left.source().equals(source);
                Term.Of here = first ? left : right;
                Term.Of there = first ? right : left;
                if (here.source().equals(source)
                        && rows.containsKey(there.source().number())) {
                    return memory.rows(source.relation().set(), here.column().name(), value(there, rows));
                }
            }
        }
        return stored(source);
    }

    boolean holds(Condition condition, Map<Integer, Map<String, Object>> rows) {
        return switch (condition) {
            case Condition.Always always -> always.holds();
            case Condition.All all -> all.of().stream().allMatch(one -> holds(one, rows));
            case Condition.Any any -> any.of().stream().anyMatch(one -> holds(one, rows));
            case Condition.Not not -> !holds(not.of(), rows);
            case Condition.Missing missing -> value(missing.what(), rows) == null;
            case Condition.IsTrue isTrue -> Boolean.TRUE.equals(value(isTrue.what(), rows));
            case Condition.Comparison comparison -> compares(comparison, rows);
            case Condition.Contains it -> test(it.text(), it.part(), rows, String::contains);
            case Condition.StartsWith it -> test(it.text(), it.start(), rows, String::startsWith);
            case Condition.EndsWith it -> test(it.text(), it.end(), rows, String::endsWith);
            case Condition.Like like -> {
                var text = (String) value(like.text(), rows);
                yield text != null && EvaluatedTemplate.matches(like.template(), text);
            }
            case Condition.Exists exists -> exists(exists, rows);
        };
    }

    private interface TextTest {
        boolean test(String text, String part);
    }

    private boolean test(Term text, Term part, Map<Integer, Map<String, Object>> rows, TextTest test) {
        var whole = (String) value(text, rows);
        var sought = (String) value(part, rows);
        return whole != null && sought != null && test.test(whole, sought);
    }

    private boolean compares(Condition.Comparison comparison, Map<Integer, Map<String, Object>> rows) {
        Object left = value(comparison.left(), rows);
        Object right = value(comparison.right(), rows);
        if (left == null || right == null) {
            return false;
        }
        return switch (comparison.comparator()) {
            case EQUAL -> order(left, right) == 0;
            case NOT_EQUAL -> order(left, right) != 0;
            case GREATER -> order(left, right) > 0;
            case NOT_LESS -> order(left, right) >= 0;
            case LESS -> order(left, right) < 0;
            case NOT_GREATER -> order(left, right) <= 0;
        };
    }

    /** Texts by code points; what has no order is only ever asked whether it is equal. */
    @SuppressWarnings("unchecked")
    private static int order(Object left, Object right) {
        return left instanceof String text
                ? Arrays.compare(
                        text.codePoints().toArray(),
                        ((String) right).codePoints().toArray())
                : ((Comparable<Object>) left).compareTo(right);
    }

    Object value(Term term, Map<Integer, Map<String, Object>> rows) {
        return switch (term) {
            case Term.Constant constant -> constant.value();
            case Term.Nothing nothing -> null;
            case Term.Of of -> rows.get(of.source().number()).get(of.column().name());
            case Term.Truth truth -> holds(truth.of(), rows);
            case Term.Where where -> holds(where.condition(), rows) ? value(where.value(), rows) : null;
            case Term.Negative negative -> {
                var number = (BigDecimal) value(negative.of(), rows);
                yield number == null ? null : number.negate();
            }
            case Term.Arithmetic arithmetic ->
                reckoned(arithmetic.operation(), (BigDecimal) value(arithmetic.left(), rows), (BigDecimal)
                        value(arithmetic.right(), rows));
            case Term.Applied applied -> {
                Object[] arguments = applied.arguments().stream()
                        .map(one -> value(one, rows))
                        .toArray();
                yield Arrays.asList(arguments).contains(null)
                        ? null
                        : EvaluatedFunctions.of(applied.function(), arguments);
            }
        };
    }

    private static BigDecimal reckoned(Term.Operation operation, BigDecimal left, BigDecimal right) {
        if (left == null || right == null) {
            return null;
        }
        return switch (operation) {
            case ADD -> left.add(right);
            case SUBTRACT -> left.subtract(right);
            case MULTIPLY -> left.multiply(right);
            case DIVIDE -> right.signum() == 0 ? null : left.divide(right, 10, RoundingMode.HALF_UP);
        };
    }
}
