package io.polyport.odata.expression;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.util.Collection;

/** What is wrong with an expression, said in both languages with the place; characters are counted from 1. */
public final class Faults {
    private Faults() {}

    static ODataException of(InnerCode code, int position, String russian, String english) {
        return new ODataException(
                code,
                "%s (символ %d выражения).".formatted(russian, position + 1),
                "%s (character %d of the expression).".formatted(english, position + 1));
    }

    /** Wrong type, count or function (code 21). */
    public static ODataException type(int position, String russian, String english) {
        return of(InnerCode.BAD_ARGUMENTS, position, russian, english);
    }

    static ODataException unsupported(int position, String russian, String english) {
        return of(InnerCode.NOT_SUPPORTED, position, russian, english);
    }

    static ODataException unknown(Expression.Name name, EntitySet set) {
        Collection<String> known = PropertyNames.all(set);
        String near = Suggestion.nearest(known, name.text()).orElse("");
        return of(
                InnerCode.BAD_URL,
                name.position(),
                "Сегмент пути %s не найден в %s!%s"
                        .formatted(name.text(), set.name(), near.isEmpty() ? "" : " Возможно, имелось в виду " + near),
                "%s has no property %s%s"
                        .formatted(set.name(), name.text(), near.isEmpty() ? "" : "; did you mean " + near + "?"));
    }

    static ODataException hidden(Expression.Name name) {
        return of(
                InnerCode.ACCESS_DENIED,
                name.position(),
                "Нарушение прав доступа: реквизит %s вам недоступен".formatted(name.text()),
                "You may not use the property %s".formatted(name.text()));
    }

    /** In the accusative. */
    static String russian(Term.Type type) {
        return switch (type) {
            case TEXT -> "строку";
            case NUMBER -> "число";
            case BOOLEAN -> "булево";
            case MOMENT -> "дату";
            case GUID -> "уникальный идентификатор";
        };
    }

    static String english(Term.Type type) {
        return switch (type) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a Boolean";
            case MOMENT -> "a date";
            case GUID -> "a guid";
        };
    }
}
