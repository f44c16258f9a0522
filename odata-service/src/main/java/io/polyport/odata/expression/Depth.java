package io.polyport.odata.expression;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.url.Expression;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How deep the statement of an expression is nested. What comes later walks it by recursion, and so do databases, H2 with
 * hardly more than the stack of a usual thread; a chain of {@code and} or {@code or} becomes one list and counts once,
 * however long it is.
 */
final class Depth {
    static final int MOST = 200;

    private record Node(Expression expression, int depth) {}

    private final Deque<Node> open = new ArrayDeque<>();

    private Depth() {}

    static void check(Expression expression) {
        var depth = new Depth();
        depth.open.push(new Node(expression, 1));
        while (!depth.open.isEmpty()) {
            depth.visit(depth.open.pop());
        }
    }

    private void visit(Node node) {
        if (node.depth > MOST) {
            throw new ODataException(
                    InnerCode.BAD_OPTION,
                    "Выражение вложено слишком глубоко (больше %d уровней SQL): упростите его.".formatted(MOST),
                    "The expression is nested too deep (more than %d levels of SQL): simplify it.".formatted(MOST));
        }
        int below = node.depth + weight(node.expression);
        switch (node.expression) {
            case Expression.Value value -> {}
            case Expression.Path path -> path.start().ifPresent(start -> open.push(new Node(start, below)));
            case Expression.Negation negation -> open.push(new Node(negation.operand(), below));
            case Expression.Not not -> open.push(new Node(not.operand(), below));
            case Expression.Binary binary -> {
                open.push(new Node(binary.left(), continues(binary) ? node.depth : below));
                open.push(new Node(binary.right(), below));
            }
            case Expression.Call call -> call.arguments().forEach(one -> open.push(new Node(one, below)));
            case Expression.Lambda lambda -> {
                open.push(new Node(lambda.collection(), below));
                lambda.condition().ifPresent(one -> open.push(new Node(one, below)));
            }
        }
    }

    /** How many levels of a statement it takes at most to write what it is. */
    private static int weight(Expression expression) {
        return switch (expression) {
            case Expression.Call call ->
                switch (call.function()) {
                    case "dateadd" -> 8;
                    case "substring", "indexof", "datedifference" -> 4;
                    default -> 2;
                };
            case Expression.Lambda lambda -> 3;
            case Expression.Not not -> 2;
            case Expression.Binary binary -> binary.operator() == Expression.Operator.DIV ? 2 : 1;
            default -> 1;
        };
    }

    private static boolean continues(Expression.Binary binary) {
        return (binary.operator() == Expression.Operator.AND || binary.operator() == Expression.Operator.OR)
                && binary.left() instanceof Expression.Binary left
                && left.operator() == binary.operator();
    }
}
