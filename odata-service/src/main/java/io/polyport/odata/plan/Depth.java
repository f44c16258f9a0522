package io.polyport.odata.plan;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.url.Expression;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How deep an expression is nested. What comes later walks it by recursion, and so do databases; a chain of {@code and} or
 * {@code or} becomes one list and counts once, however long it is.
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
                    "Выражение вложено глубже %d уровней: упростите его.".formatted(MOST),
                    "The expression is nested deeper than %d levels: simplify it.".formatted(MOST));
        }
        int below = node.depth + 1;
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

    private static boolean continues(Expression.Binary binary) {
        return (binary.operator() == Expression.Operator.AND || binary.operator() == Expression.Operator.OR)
                && binary.left() instanceof Expression.Binary left
                && left.operator() == binary.operator();
    }
}
