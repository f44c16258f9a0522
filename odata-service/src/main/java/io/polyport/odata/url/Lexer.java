package io.polyport.odata.url;

import io.polyport.odata.problem.ODataException;
import java.util.Optional;

/** Cuts a text into tokens, one at a time, so that a fault in it is found no earlier than it stands. */
final class Lexer {
    private static final String SPACES = " \t\r\n";
    private static final String SIGNS = "(),/:-=";
    private static final String SUFFIXES = "LlMmDdFf";
    private static final int GUID = 36;

    private final String text;
    private final Place place;
    private final String quotes;
    private int at;
    private int end;
    private Token next;

    private Lexer(String text, int from, Place place, String quotes) {
        this.text = text;
        this.place = place;
        this.quotes = quotes;
        this.at = from;
        this.end = from;
    }

    static Lexer expression(String text, Place place) {
        return new Lexer(text, 0, place, "'");
    }

    /** Of a key, whose strings may stand in double quotes too (OD-32). */
    static Lexer key(String path, int from, Place place) {
        return new Lexer(path, from, place, "'\"");
    }

    /** Where the last token that was taken ends. */
    int end() {
        return end;
    }

    Token peek() {
        if (next == null) {
            next = read();
        }
        return next;
    }

    Token take() {
        var token = peek();
        next = null;
        end = at;
        return token;
    }

    /** Takes this sign if it comes next. */
    boolean takes(String sign) {
        boolean comes = peek() instanceof Token.Sign found && found.text().equals(sign);
        if (comes) {
            take();
        }
        return comes;
    }

    /** Takes this word if it comes next. */
    boolean takesWord(String word) {
        boolean comes = peek() instanceof Token.Name found && found.text().equals(word);
        if (comes) {
            take();
        }
        return comes;
    }

    void expect(String sign) {
        if (!takes(sign)) {
            throw expected("ожидался знак " + sign, "expected " + sign);
        }
    }

    /** A guid without quotes, as only keys may hold it; only before anything else was peeked at. */
    Optional<Token.Value> takeBareGuid() {
        at = Characters.skip(text, at, text.length(), SPACES);
        int to = at + GUID;
        if (next != null || to > text.length() || (to < text.length() && Characters.inName(text.charAt(to)))) {
            return Optional.empty();
        }
        return Literals.bareGuid(text.substring(at, to)).map(guid -> {
            var value = new Token.Value(at, guid);
            at = to;
            end = to;
            return value;
        });
    }

    /** The fault that something else comes next. */
    ODataException expected(String russian, String english) {
        var token = peek();
        String found = switch (token) {
            case Token.Name name -> name.text();
            case Token.Sign sign -> sign.text();
            case Token.Value value -> text.substring(value.position(), at);
            case Token.End last -> "";
        };
        return place.fault(
                token.position(),
                russian + (found.isEmpty() ? ", а текст кончился" : ", а стоит «" + Place.shown(found) + "»"),
                english + (found.isEmpty() ? ", but the text ends" : ", found '" + Place.shown(found) + "'"));
    }

    private Token read() {
        at = Characters.skip(text, at, text.length(), SPACES);
        if (at == text.length()) {
            return new Token.End(at);
        }
        char first = text.charAt(at);
        if (Characters.beginsName(first)) {
            return nameOrTyped();
        }
        if (Characters.digit(first)) {
            return number();
        }
        if (quotes.indexOf(first) >= 0) {
            int from = at;
            return new Token.Value(from, new Literal.Text(quoted()));
        }
        if (first == '*') {
            return star();
        }
        if (SIGNS.indexOf(first) >= 0) {
            return new Token.Sign(at, text.substring(at, ++at));
        }
        throw unknown(first);
    }

    private ODataException unknown(char first) {
        if (first == '"') {
            return place.fault(at, "строки стоят в одинарных кавычках", "strings stand in single quotes");
        }
        if (first == '$') {
            return place.fault(
                    at,
                    "имена с $ в выражениях не поддерживаются; пишите путь от самого объекта",
                    "names with $ are not supported in expressions; write the path from the object itself");
        }
        String shown = Place.shown(text.substring(at, text.offsetByCodePoints(at, 1)));
        return place.fault(at, "неожиданный знак «" + shown + "»", "unexpected '" + shown + "'");
    }

    private Token nameOrTyped() {
        int from = at;
        at = Characters.nameEnd(text, at);
        String name = text.substring(from, at);
        boolean quote = at < text.length() && text.charAt(at) == '\'';
        if (!quote || Words.isOperator(name)) {
            return new Token.Name(from, name);
        }
        return switch (name) {
            case "guid" -> new Token.Value(from, Literals.guid(quoted(), from, place));
            case "datetime" -> new Token.Value(from, Literals.moment(quoted(), from, place));
            default ->
                throw place.fault(
                        from,
                        "значения вида " + Place.shown(name) + "'…' не поддерживаются; есть guid'…', datetime'…' и '…'",
                        "values of the form " + Place.shown(name)
                                + "'…' are not supported; there are guid'…', datetime'…' and '…'");
        };
    }

    /** What stands in quotes, from here on; a quote in it is written twice. */
    private String quoted() {
        int from = at;
        char quote = text.charAt(at);
        var content = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == 0) {
                throw place.fault(at, "нулевой символ недопустим", "the null character is not allowed");
            }
            if (each == quote) {
                at++;
                if (at == text.length() || text.charAt(at) != quote) {
                    return content.toString();
                }
            }
            content.append(each);
        }
        throw place.fault(
                from,
                "у значения нет закрывающей кавычки; кавычка внутри пишется дважды",
                "the value has no closing quote; a quote inside is written twice");
    }

    private Token number() {
        int from = at;
        at = Characters.digitsEnd(text, at);
        if (follows('.') && digitAt(at + 1)) {
            at = Characters.digitsEnd(text, at + 1);
        }
        if (follows('e') || follows('E')) {
            boolean signed = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
            int power = at + (signed ? 2 : 1);
            at = digitAt(power) ? Characters.digitsEnd(text, power) : at;
        }
        String written = text.substring(from, at);
        if (at < text.length() && SUFFIXES.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length() && Characters.inName(text.charAt(at))) {
            throw place.fault(at, "за числом без пробела стоит буква", "a letter follows the number without a space");
        }
        return new Token.Value(from, Literals.decimal(written, from, place));
    }

    private boolean follows(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    private boolean digitAt(int index) {
        return index < text.length() && Characters.digit(text.charAt(index));
    }

    private Token star() {
        int from = at++;
        if (follows('*')) {
            at++;
        } else if (at < text.length() && Characters.inName(text.charAt(at))) {
            at = Characters.nameEnd(text, at);
        }
        return new Token.Sign(from, text.substring(from, at));
    }
}
