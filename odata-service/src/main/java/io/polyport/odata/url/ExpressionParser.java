package io.polyport.odata.url;

import io.polyport.odata.url.Expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads expressions by the levels of their operators (seed 003 17.2.1.5.2, OD-21). Neither its own depth nor that of what
 * it returns is more than the limit, so that others may walk through a tree without care for their stack.
 */
final class ExpressionParser {
    private static final int CHAINED = Operator.AND.level();

    private final Lexer lexer;
    private final Guard guard;

    /** An expression, and how many operators and functions stand in each other in it. */
    private record Tree(Expression expression, int height) {}

    ExpressionParser(Lexer lexer, Guard guard) {
        this.lexer = lexer;
        this.guard = guard;
    }

    /** The whole text is one expression. */
    static Expression whole(String text, Place place, Limits limits) {
        var lexer = Lexer.expression(text, place);
        var expression = new ExpressionParser(lexer, new Guard(limits)).expression();
        if (!(lexer.peek() instanceof Token.End)) {
            throw lexer.expected(
                    "ожидалась операция (eq, ne, gt, ge, lt, le, and, or, add, sub, mul, div; строчными буквами) или"
                            + " конец выражения",
                    "expected an operator (eq, ne, gt, ge, lt, le, and, or, add, sub, mul, div; in small letters) or"
                            + " the end of the expression");
        }
        return expression;
    }

    /** As far as the expression goes; what follows it is for the caller. */
    Expression expression() {
        return binary(Operator.OR.level(), 0).expression();
    }

    private Tree binary(int lowest, int depth) {
        var left = unary(depth);
        for (var next = operator(lowest); next.isPresent(); next = operator(lowest)) {
            var operator = next.get();
            if (operator.level() <= CHAINED) {
                left = chain(left, operator, depth);
            } else {
                int position = lexer.take().position();
                left = joined(position, operator, left, binary(operator.level() + 1, depth));
            }
        }
        return left;
    }

    private Optional<Operator> operator(int lowest) {
        return Words.operator(lexer.peek()).filter(found -> found.level() >= lowest);
    }

    /** {@code a or b or c or …}: long rows are usual, so they become a tree that is as low as it can be. */
    private Tree chain(Tree first, Operator operator, int depth) {
        var operands = new ArrayList<>(List.of(first));
        var positions = new ArrayList<Integer>();
        while (Words.operator(lexer.peek()).filter(operator::equals).isPresent()) {
            positions.add(lexer.take().position());
            operands.add(binary(operator.level() + 1, depth));
        }
        return balanced(operator, operands, positions, 0, operands.size());
    }

    private Tree balanced(Operator operator, List<Tree> operands, List<Integer> positions, int from, int to) {
        if (to - from == 1) {
            return operands.get(from);
        }
        int middle = (from + to + 1) / 2;
        return joined(
                positions.get(middle - 1),
                operator,
                balanced(operator, operands, positions, from, middle),
                balanced(operator, operands, positions, middle, to));
    }

    private Tree joined(int position, Operator operator, Tree left, Tree right) {
        return tree(
                new Expression.Binary(position, operator, left.expression(), right.expression()),
                Math.max(left.height(), right.height()) + 1);
    }

    private Tree unary(int depth) {
        var token = lexer.peek();
        if (token instanceof Token.Name(int position, String word) && word.equals(Words.NOT)) {
            lexer.take();
            var operand = unary(deeper(depth));
            return tree(new Expression.Not(position, operand.expression()), operand.height() + 1);
        }
        if (lexer.takes("-")) {
            var operand = unary(deeper(depth));
            return operand.expression() instanceof Expression.Value value
                            && value.value() instanceof Literal.Decimal number
                    ? tree(
                            new Expression.Value(
                                    token.position(),
                                    new Literal.Decimal(number.value().negate())),
                            0)
                    : tree(new Expression.Negation(token.position(), operand.expression()), operand.height() + 1);
        }
        return operand(depth);
    }

    private Tree operand(int depth) {
        var token = lexer.peek();
        if (token instanceof Token.Value(int position, Literal literal)) {
            lexer.take();
            return tree(new Expression.Value(position, literal), 0);
        }
        if (lexer.takes("(")) {
            var inner = binary(Operator.OR.level(), deeper(depth));
            lexer.expect(")");
            return inner;
        }
        if (token instanceof Token.Name(int position, String word)) {
            lexer.take();
            return named(position, word, depth);
        }
        throw lexer.expected(
                "ожидалось значение, имя свойства, функция или скобка",
                "expected a value, a property's name, a function or a parenthesis");
    }

    private Tree named(int position, String word, int depth) {
        if (lexer.takes("(")) {
            var call = call(position, word, deeper(depth));
            return lexer.takes("/") ? path(nameToken(), Optional.of(call), depth) : call;
        }
        boolean alone = !(lexer.peek() instanceof Token.Sign sign && sign.text().equals("/"));
        var constant = Words.constant(word);
        if (alone && constant.isPresent()) {
            return tree(new Expression.Value(position, constant.get()), 0);
        }
        return path(new Token.Name(position, word), Optional.empty(), depth);
    }

    private Tree call(int position, String function, int depth) {
        var arguments = new ArrayList<Expression>();
        int height = 0;
        if (!lexer.takes(")")) {
            do {
                var argument = binary(Operator.OR.level(), depth);
                arguments.add(argument.expression());
                height = Math.max(height, argument.height());
            } while (lexer.takes(","));
            lexer.expect(")");
        }
        if (function.equals("like")
                && arguments.size() == 2
                && arguments.get(1) instanceof Expression.Value second
                && second.value() instanceof Literal.Text template) {
            guard.template(template.value().length());
        }
        return tree(new Expression.Call(position, function, arguments), height + 1);
    }

    private Tree path(Token.Name first, Optional<Tree> start, int depth) {
        var names = new ArrayList<>(List.of(name(first.position(), first.text())));
        int position = start.map(tree -> tree.expression().position()).orElse(first.position());
        while (lexer.takes("/")) {
            var next = nameToken();
            if (lexer.takes("(")) {
                return lambda(position, start, names, next.text(), depth);
            }
            names.add(name(next.position(), next.text()));
            guard.levels(names.size());
        }
        var path = new Expression.Path(position, start.map(Tree::expression), names);
        return tree(path, start.map(Tree::height).orElse(0));
    }

    private Tree lambda(int position, Optional<Tree> start, List<Expression.Name> names, String word, int depth) {
        var collection = new Expression.Path(position, start.map(Tree::expression), names);
        int below = start.map(Tree::height).orElse(0);
        if (lexer.takes(")")) {
            return tree(
                    new Expression.Lambda(position, collection, word, Optional.empty(), Optional.empty()), below + 1);
        }
        if (!(lexer.peek() instanceof Token.Name variable)) {
            throw lexer.expected(
                    "ожидалась переменная: " + Place.shown(word) + "(d: d/Свойство gt 1)",
                    "expected a variable: " + Place.shown(word) + "(d: d/Property gt 1)");
        }
        lexer.take();
        lexer.expect(":");
        var condition = binary(Operator.OR.level(), deeper(depth));
        lexer.expect(")");
        return tree(
                new Expression.Lambda(
                        position, collection, word, Optional.of(variable.text()), Optional.of(condition.expression())),
                Math.max(below, condition.height()) + 1);
    }

    private Token.Name nameToken() {
        if (lexer.peek() instanceof Token.Name) {
            return (Token.Name) lexer.take();
        }
        throw lexer.expected("после / ожидалось имя свойства", "expected a property's name after /");
    }

    private Expression.Name name(int position, String text) {
        guard.node();
        return new Expression.Name(position, text);
    }

    private int deeper(int depth) {
        guard.nesting(depth + 1);
        return depth + 1;
    }

    private Tree tree(Expression expression, int height) {
        guard.node();
        guard.nesting(height);
        return new Tree(expression, height);
    }
}
