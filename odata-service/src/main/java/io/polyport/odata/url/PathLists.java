package io.polyport.odata.url;

import java.util.ArrayList;
import java.util.List;

/** Reads the lists of paths of {@code $select} and {@code $expand}, and the list of {@code $orderby}. */
final class PathLists {
    private final Lexer lexer;
    private final Guard guard;

    private PathLists(String text, Place place, Limits limits) {
        this.lexer = Lexer.expression(text, place);
        this.guard = new Guard(limits);
    }

    /** Names, {@code *}, {@code **} and {@code *____Presentation} (OD-27). */
    static List<List<String>> select(String text, Limits limits) {
        return new PathLists(text, Place.option("$select"), limits).paths(List.of("*", "**", "*____Presentation"));
    }

    /** Names, and {@code *} as the last (OD-28). */
    static List<List<String>> expand(String text, Limits limits) {
        return new PathLists(text, Place.option("$expand"), limits).paths(List.of("*"));
    }

    /** Expressions, each with its direction (OD-26). */
    static List<QueryOptions.Order> orderBy(String text, Limits limits) {
        return new PathLists(text, Place.option("$orderby"), limits).orders();
    }

    private List<List<String>> paths(List<String> stars) {
        var paths = new ArrayList<List<String>>();
        do {
            paths.add(path(stars));
            guard.paths(paths.size());
        } while (lexer.takes(","));
        if (lexer.peek() instanceof Token.End) {
            return paths;
        }
        throw lexer.expected("ожидалась запятая, / или конец списка", "expected a comma, / or the end of the list");
    }

    private List<String> path(List<String> stars) {
        var names = new ArrayList<String>();
        boolean star;
        do {
            var token = lexer.peek();
            star = token instanceof Token.Sign sign && stars.contains(sign.text());
            if (token instanceof Token.Name name) {
                names.add(name.text());
            } else if (star) {
                names.add(((Token.Sign) token).text());
            } else {
                String choice = String.join(", ", stars);
                throw lexer.expected("ожидалось имя свойства или " + choice, "expected a property's name or " + choice);
            }
            lexer.take();
            guard.levels(names.size());
        } while (!star && lexer.takes("/"));
        return List.copyOf(names);
    }

    private List<QueryOptions.Order> orders() {
        var orders = new ArrayList<QueryOptions.Order>();
        var expressions = new ExpressionParser(lexer, guard);
        do {
            var by = expressions.expression();
            boolean descending = lexer.takesWord("desc");
            if (!descending) {
                lexer.takesWord("asc");
            }
            orders.add(new QueryOptions.Order(by, descending));
            guard.paths(orders.size());
        } while (lexer.takes(","));
        if (lexer.peek() instanceof Token.End) {
            return orders;
        }
        throw lexer.expected(
                "ожидалось asc, desc, запятая или конец списка", "expected asc, desc, a comma or the end of the list");
    }
}
