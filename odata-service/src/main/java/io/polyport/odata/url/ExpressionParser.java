package io.polyport.odata.url;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads expressions by the levels of their operators (seed 003 17.2.1.5.2, OD-21). What it returns is no higher than the
 * limit, so that others may walk through a tree without care for their stack.
 */
final class ExpressionParser {
    private final Lexer lexer;
    private final Guard guard;
    private final Unfinished unfinished;

    ExpressionParser(Lexer lexer, Guard guard) {
        this.lexer = lexer;
        this.guard = guard;
        this.unfinished = new Unfinished(guard);
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
        var side = operand();
        while (true) {
            var operator = Words.operator(lexer.peek());
            if (operator.isPresent()) {
                unfinished.infix(operator.get(), lexer.take().position(), side);
                side = operand();
                continue;
            }
            var whole = unfinished.whole(side);
            var bracket = unfinished.innermost();
            if (bracket.isEmpty()) {
                return whole.expression();
            }
            side = behind(bracket.get(), whole);
        }
    }

    /** What comes of a bracket whose contents, or whose next argument, are whole. */
    private Tree behind(Unfinished.Bracket bracket, Tree whole) {
        if (bracket instanceof Unfinished.Call call) {
            call.arguments().add(whole);
            if (lexer.takes(",")) {
                return operand();
            }
        }
        lexer.expect(")");
        unfinished.endBracket();
        return switch (bracket) {
            case Unfinished.Parenthesis parenthesis -> whole;
            case Unfinished.Call call -> called(call).orElseGet(this::operand);
            case Unfinished.Lambda lambda -> {
                var collection = (Expression.Path) lambda.collection().expression();
                yield tree(
                        new Expression.Lambda(
                                collection.position(),
                                collection,
                                lambda.word(),
                                Optional.of(lambda.variable()),
                                Optional.of(whole.expression())),
                        Math.max(lambda.collection().height(), whole.height()) + 1);
            }
        };
    }

    /** The next operand that needs nothing more to be whole, behind all brackets and prefixes that begin before it. */
    private Tree operand() {
        Optional<Tree> operand;
        do {
            operand = operandOrBeginning();
        } while (operand.isEmpty());
        return operand.get();
    }

    private Optional<Tree> operandOrBeginning() {
        var token = lexer.peek();
        if (lexer.takes("(")) {
            unfinished.bracket(new Unfinished.Parenthesis());
            return Optional.empty();
        }
        boolean not = lexer.takesWord(Words.NOT);
        if (not || lexer.takes("-")) {
            unfinished.prefix(token.position(), not);
            return Optional.empty();
        }
        if (token instanceof Token.Value value) {
            lexer.take();
            return Optional.of(tree(new Expression.Value(value.position(), value.literal()), 0));
        }
        if (token instanceof Token.Name name) {
            lexer.take();
            return named(name);
        }
        throw lexer.expected(
                "ожидалось значение, имя свойства, функция или скобка",
                "expected a value, a property's name, a function or a parenthesis");
    }

    private Optional<Tree> named(Token.Name name) {
        if (lexer.takes("(")) {
            var call = new Unfinished.Call(name.position(), name.text(), new ArrayList<>());
            if (lexer.takes(")")) {
                return called(call);
            }
            unfinished.bracket(call);
            return Optional.empty();
        }
        boolean alone = !(lexer.peek() instanceof Token.Sign sign && sign.text().equals("/"));
        var constant = Words.constant(name.text());
        if (alone && constant.isPresent()) {
            return Optional.of(tree(new Expression.Value(name.position(), constant.get()), 0));
        }
        return path(name, Optional.empty());
    }

    /** A call that is whole, or the way that begins at it. */
    private Optional<Tree> called(Unfinished.Call call) {
        var arguments = call.arguments().stream().map(Tree::expression).toList();
        if (call.function().equals("like")
                && arguments.size() == 2
                && arguments.get(1) instanceof Expression.Value second
                && second.value() instanceof Literal.Text template) {
            guard.template(template.value().length());
        }
        int height = call.arguments().stream()
                .map(Tree::height)
                .max(Comparator.naturalOrder())
                .orElse(0);
        var tree = tree(new Expression.Call(call.position(), call.function(), arguments), height + 1);
        return lexer.takes("/") ? path(name(), Optional.of(tree)) : Optional.of(tree);
    }

    private Optional<Tree> path(Token.Name first, Optional<Tree> start) {
        var names = new ArrayList<Expression.Name>();
        add(first, names);
        while (lexer.takes("/")) {
            var next = name();
            if (lexer.takes("(")) {
                return lambda(way(start, names), next.text());
            }
            add(next, names);
        }
        return Optional.of(way(start, names));
    }

    private void add(Token.Name name, List<Expression.Name> names) {
        guard.node();
        names.add(new Expression.Name(name.position(), name.text()));
        guard.levels(names.size());
    }

    private Tree way(Optional<Tree> start, List<Expression.Name> names) {
        int position = start.map(tree -> tree.expression().position())
                .orElse(names.getFirst().position());
        return tree(
                new Expression.Path(position, start.map(Tree::expression), names),
                start.map(Tree::height).orElse(0));
    }

    /** {@code any()} is whole at once, another begins with its variable. */
    private Optional<Tree> lambda(Tree collection, String word) {
        if (lexer.takes(")")) {
            var path = (Expression.Path) collection.expression();
            return Optional.of(tree(
                    new Expression.Lambda(path.position(), path, word, Optional.empty(), Optional.empty()),
                    collection.height() + 1));
        }
        if (!(lexer.peek() instanceof Token.Name variable)) {
            throw lexer.expected(
                    "ожидалась переменная: " + Place.shown(word) + "(d: d/Свойство gt 1)",
                    "expected a variable: " + Place.shown(word) + "(d: d/Property gt 1)");
        }
        lexer.take();
        lexer.expect(":");
        unfinished.bracket(new Unfinished.Lambda(collection, word, variable.text()));
        return Optional.empty();
    }

    private Token.Name name() {
        if (lexer.peek() instanceof Token.Name) {
            return (Token.Name) lexer.take();
        }
        throw lexer.expected("после / ожидалось имя свойства", "expected a property's name after /");
    }

    private Tree tree(Expression expression, int height) {
        return Tree.of(expression, height, guard);
    }
}
