package io.polyport.odata.expression;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Template;
import io.polyport.odata.query.Template.Piece;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Literal;
import java.util.List;
import java.util.OptionalInt;

/** Functions that ask something of a text and are conditions themselves (OD-22). */
record TextTests(Expressions expressions) {
    Condition condition(Expression.Call call) {
        return switch (call.function()) {
            case "substringof" -> two(call, "substringof(part, text)", 1, 0);
            case "startswith" -> two(call, "startswith(text, start)", 0, 1);
            case "endswith" -> two(call, "endswith(text, end)", 0, 1);
            default -> like(call);
        };
    }

    private Condition two(Expression.Call call, String usage, int text, int part) {
        if (call.arguments().size() != 2) {
            throw Calls.count(call, usage);
        }
        Term sought = expressions.term(call.arguments().get(part), Term.Type.TEXT, usage);
        Expression asked = call.arguments().get(text);
        Operand operand = expressions.operand(asked);
        if (operand instanceof Operand.Kind kind && sought instanceof Term.Constant(Term.Type type, String constant)) {
            return Mixture.named(kind, name -> test(call.function(), name, constant));
        }
        Term whole = expressions.term(operand, asked, Term.Type.TEXT, usage);
        return switch (call.function()) {
            case "substringof" -> new Condition.Contains(whole, sought);
            case "startswith" -> Filling.startsWith(whole, sought);
            default -> new Condition.EndsWith(whole, sought);
        };
    }

    private static boolean test(String function, String text, String part) {
        return switch (function) {
            case "substringof" -> text.contains(part);
            case "startswith" -> text.startsWith(part);
            default -> text.endsWith(part);
        };
    }

    private Condition like(Expression.Call call) {
        String usage = "like(text, 'template'[, 'escape'])";
        int count = call.arguments().size();
        if (count < 2 || count > 3) {
            throw Calls.count(call, usage);
        }
        var escape = count == 2
                ? OptionalInt.empty()
                : OptionalInt.of(escape(call.arguments().get(2), usage));
        Expression template = call.arguments().get(1);
        var pieces = Templates.parse(text(template, usage), escape, template.position());
        Expression asked = call.arguments().getFirst();
        Operand operand = expressions.operand(asked);
        if (operand instanceof Operand.Kind) {
            throw Faults.type(
                    call.position(),
                    "like не применима к именам типов: используйте startswith, endswith или substringof",
                    "like is not for names of types: use startswith, endswith or substringof");
        }
        return simplest(expressions.term(operand, asked, Term.Type.TEXT, usage), pieces);
    }

    private static String text(Expression expression, String usage) {
        if (expression instanceof Expression.Value(int position, Literal.Text(String text))) {
            return text;
        }
        throw Faults.type(
                expression.position(),
                "%s: шаблон и спецсимвол пишутся строками".formatted(usage),
                "%s takes the template and the escape character as texts".formatted(usage));
    }

    private static int escape(Expression expression, String usage) {
        String text = text(expression, usage);
        if (text.codePointCount(0, text.length()) != 1) {
            throw Faults.type(
                    expression.position(),
                    "%s: спецсимвол — это ровно один символ".formatted(usage),
                    "%s: the escape is exactly one character".formatted(usage));
        }
        return text.codePointAt(0);
    }

    /** Templates that are no more than another test become that test, which databases answer from an index. */
    private static Condition simplest(Term text, Template template) {
        List<Piece> pieces = template.pieces();
        boolean before = !pieces.isEmpty() && pieces.getFirst() instanceof Piece.AnyText;
        boolean behind = pieces.size() > 1 && pieces.getLast() instanceof Piece.AnyText;
        List<Piece> inner = pieces.subList(before ? 1 : 0, behind ? pieces.size() - 1 : pieces.size());
        if (inner.isEmpty() && before) {
            return new Condition.Not(new Condition.Missing(text));
        }
        if (inner.size() > 1 || (inner.size() == 1 && !(inner.getFirst() instanceof Piece.Exactly))) {
            return new Condition.Like(text, template);
        }
        var fixed = new Term.Constant(Term.Type.TEXT, inner.isEmpty() ? "" : ((Piece.Exactly) inner.getFirst()).text());
        if (before) {
            return behind ? new Condition.Contains(text, fixed) : new Condition.EndsWith(text, fixed);
        }
        return behind
                ? Filling.startsWith(text, fixed)
                : new Condition.Comparison(Condition.Comparator.EQUAL, text, fixed);
    }
}
