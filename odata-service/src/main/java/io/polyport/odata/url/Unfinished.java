package io.polyport.odata.url;

import io.polyport.odata.url.Expression.Operator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What of an expression has begun and is not whole yet, innermost last. It is kept here and not on the thread's stack, so
 * that no expression is too deep for a thread.
 */
final class Unfinished {
    private static final int CHAINED = Operator.AND.level();

    private final Guard guard;
    private final Deque<Begun> begun = new ArrayDeque<>();
    private int depth;

    private sealed interface Begun {}

    /** What a closing parenthesis ends. */
    sealed interface Bracket extends Begun {}

    record Parenthesis() implements Bracket {}

    record Call(int position, String function, List<Tree> arguments) implements Bracket {}

    /** The way before the word, the word, and the variable. */
    record Lambda(Tree collection, String word, String variable) implements Bracket {}

    private record Prefix(int position, boolean not) implements Begun {}

    /** Sides that are whole, each with an operator behind it; more than one only in a row of {@code and} or of {@code or}. */
    private record Infix(Operator operator, List<Tree> sides, List<Integer> positions) implements Begun {}

    Unfinished(Guard guard) {
        this.guard = guard;
    }

    void bracket(Bracket bracket) {
        push(bracket);
    }

    void prefix(int position, boolean not) {
        push(new Prefix(position, not));
    }

    private void push(Begun next) {
        guard.nesting(++depth);
        begun.addLast(next);
    }

    /** An operator behind a side that is whole. */
    void infix(Operator operator, int position, Tree side) {
        var left = prefixed(side);
        while (begun.peekLast() instanceof Infix last && last.operator().level() >= operator.level()) {
            if (last.operator() == operator && operator.level() <= CHAINED) {
                last.sides().add(left);
                last.positions().add(position);
                return;
            }
            begun.removeLast();
            left = joined(last, left);
        }
        begun.addLast(new Infix(operator, new ArrayList<>(List.of(left)), new ArrayList<>(List.of(position))));
    }

    /** The whole of what began inside the innermost bracket, whose last side this is. */
    Tree whole(Tree last) {
        var tree = prefixed(last);
        while (begun.peekLast() instanceof Infix infix) {
            begun.removeLast();
            tree = joined(infix, tree);
        }
        return tree;
    }

    /** The bracket that {@link #whole} has left as the innermost, unless there is none. */
    Optional<Bracket> innermost() {
        return begun.peekLast() instanceof Bracket bracket ? Optional.of(bracket) : Optional.empty();
    }

    void endBracket() {
        begun.removeLast();
        depth--;
    }

    private Tree prefixed(Tree operand) {
        var tree = operand;
        while (begun.peekLast() instanceof Prefix prefix) {
            begun.removeLast();
            depth--;
            tree = prefixed(prefix, tree);
        }
        return tree;
    }

    private Tree prefixed(Prefix prefix, Tree operand) {
        if (prefix.not()) {
            return tree(new Expression.Not(prefix.position(), operand.expression()), operand.height() + 1);
        }
        if (operand.expression() instanceof Expression.Value value && value.value() instanceof Literal.Decimal number) {
            var negated = new Literal.Decimal(number.value().negate());
            return tree(new Expression.Value(prefix.position(), negated), operand.height());
        }
        return tree(new Expression.Negation(prefix.position(), operand.expression()), operand.height() + 1);
    }

    private Tree joined(Infix infix, Tree last) {
        infix.sides().add(last);
        return balanced(infix, 0, infix.sides().size());
    }

    /** Long rows of alternatives are usual, so they become a tree that is as low as it can be. */
    private Tree balanced(Infix infix, int from, int to) {
        if (to - from == 1) {
            return infix.sides().get(from);
        }
        int middle = (from + to + 1) / 2;
        var left = balanced(infix, from, middle);
        var right = balanced(infix, middle, to);
        return tree(
                new Expression.Binary(
                        infix.positions().get(middle - 1), infix.operator(), left.expression(), right.expression()),
                Math.max(left.height(), right.height()) + 1);
    }

    private Tree tree(Expression expression, int height) {
        return Tree.of(expression, height, guard);
    }
}
