package io.polyport.odata.url;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands in parentheses behind the name of a set (OD-11). */
final class KeyParser {
    private final Lexer lexer;
    private final Place place;
    private final Guard guard;

    /** @param from behind the opening parenthesis */
    KeyParser(String path, int from, Place place, Limits limits) {
        this.lexer = Lexer.key(path, from, place);
        this.place = place;
        this.guard = new Guard(limits);
    }

    /** Where the closing parenthesis ends. */
    int end() {
        return lexer.end();
    }

    Resource.Key key() {
        var parts = new ArrayList<Resource.Key.Part>();
        var names = new HashSet<String>();
        do {
            parts.add(part(names));
            guard.node();
        } while (lexer.takes(","));
        if (!lexer.takes(")")) {
            throw lexer.expected("в ключе ожидалась запятая или )", "expected a comma or ) in the key");
        }
        nameless(parts);
        return new Resource.Key(parts);
    }

    private void nameless(List<Resource.Key.Part> parts) {
        var first = parts.stream().filter(part -> part.name().isEmpty()).findFirst();
        if (first.isPresent() && parts.size() > 1) {
            throw place.fault(
                    first.get().position(),
                    "в ключе из нескольких значений у каждого пишется имя: Имя=значение",
                    "in a key of several values each has its name: Name=value");
        }
    }

    private Resource.Key.Part part(Set<String> names) {
        var guid = lexer.takeBareGuid();
        if (guid.isPresent()) {
            return part(Optional.empty(), guid.get());
        }
        if (!(lexer.peek() instanceof Token.Name name)
                || Words.constant(name.text()).isPresent()) {
            return part(Optional.empty(), value());
        }
        lexer.take();
        if (!lexer.takes("=")) {
            throw lexer.expected(
                    "ключ пишется значением или парами Имя=значение", "a key is a value, or pairs Name=value");
        }
        if (!names.add(name.text())) {
            throw place.fault(
                    name.position(),
                    "ключ называет " + Place.shown(name.text()) + " дважды",
                    "the key names " + Place.shown(name.text()) + " twice");
        }
        return part(Optional.of(name.text()), value());
    }

    private static Resource.Key.Part part(Optional<String> name, Token.Value value) {
        return new Resource.Key.Part(name, value.literal(), value.position());
    }

    private Token.Value value() {
        var guid = lexer.takeBareGuid();
        if (guid.isPresent()) {
            return guid.get();
        }
        var first = lexer.peek();
        if (lexer.takes("-")) {
            if (lexer.peek() instanceof Token.Value value && value.literal() instanceof Literal.Decimal number) {
                lexer.take();
                return new Token.Value(
                        first.position(), new Literal.Decimal(number.value().negate()));
            }
        } else if (first instanceof Token.Value value) {
            lexer.take();
            return value;
        } else if (first instanceof Token.Name name
                && Words.constant(name.text()).orElse(null) instanceof Literal.Bool truth) {
            lexer.take();
            return new Token.Value(first.position(), truth);
        }
        throw lexer.expected(
                "в ключе ожидалось значение: guid'…', '…', datetime'…', число, true или false",
                "expected a value in the key: guid'…', '…', datetime'…', a number, true or false");
    }
}
