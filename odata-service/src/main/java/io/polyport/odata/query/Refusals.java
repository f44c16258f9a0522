package io.polyport.odata.query;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.url.Resource.Argument;
import io.polyport.odata.url.Resource.Step;
import java.util.Collection;
import java.util.List;

/** What a request is told that can't be answered, where several places say the same. */
public final class Refusals {
    private Refusals() {}

    public static ODataException unknownSet(String name, Collection<String> known) {
        String near = Suggestion.among(known, name);
        return new ODataException(
                InnerCode.TYPE_NOT_FOUND,
                "Тип сущности \"" + name + "\" не найден"
                        + (near.isEmpty() ? "; наборы перечислены в корне публикации" : russian(near)),
                "Entity type \"" + name + "\" not found"
                        + (near.isEmpty() ? "; the publication's root lists the sets" : near));
    }

    public static ODataException unknownSegment(String name, Collection<String> known) {
        String near = Suggestion.among(known, name);
        return new ODataException(
                InnerCode.BAD_URL,
                "Сегмент пути " + name + " не найден"
                        + (near.isEmpty() ? "; свойства и пути перечислены в $metadata" : russian(near)),
                "Path segment " + name + " not found"
                        + (near.isEmpty() ? "; $metadata lists the properties and where they lead" : near));
    }

    /** What stands behind something that leads nowhere. */
    public static ODataException behindLast(Step step) {
        String name = switch (step) {
            case Step.Name(String text) -> text;
            case Step.Call(String function, List<Argument> arguments) -> function + "(…)";
            case Step.Count count -> "$count";
            case Step.Value value -> "$value";
            case Step.Links(String navigation) -> "$links/" + navigation;
        };
        return new ODataException(
                InnerCode.BAD_URL,
                "Сегмент пути " + name + " не найден: дальше этот путь не ведёт",
                "Path segment " + name + " not found: the path ends before it");
    }

    public static ODataException unknownMethod(String name) {
        return new ODataException(
                InnerCode.BAD_URL,
                "Метод не найден: " + name + "; функции каждого набора перечислены в $metadata",
                "Method not found: " + name + "; $metadata lists the functions of each set");
    }

    public static ODataException hidden(String name) {
        return new ODataException(
                InnerCode.ACCESS_DENIED,
                "Нарушение прав доступа: нет права на поле " + name + "; уберите его из запроса",
                "Access denied: you may not see the property " + name + "; leave it out of the request");
    }

    public static ODataException option(String russian, String english) {
        return new ODataException(InnerCode.BAD_OPTION, russian, english);
    }

    public static ODataException notSupported(String russian, String english) {
        return new ODataException(InnerCode.NOT_SUPPORTED, russian, english);
    }

    /** @param key of the configuration that holds the limit */
    public static ODataException guard(String key, long limit, String russian, String english) {
        return option(
                russian + " (наибольшее число: " + limit + ", настройка " + key + ")",
                english + " (the most is " + limit + ", set by " + key + ")");
    }

    /** @param joins how many there are, as far as they were counted */
    public static ODataException joins(int joins, int most) {
        return guard(
                ReadLimits.JOINS_KEY,
                most,
                "Запрос соединяет слишком много таблиц: " + joins
                        + "; уменьшите $expand, представления и пути в отборе",
                "The request joins too many tables: " + joins
                        + "; ask for less in $expand, presentations and paths of the filter");
    }

    /** @param sections how many tabular sections one answer would have */
    public static ODataException sections(int sections, int most) {
        return guard(
                ReadLimits.JOINS_KEY,
                most,
                "Запрос читает слишком много табличных частей: " + sections + "; назовите нужные в $select и $expand",
                "The request reads too many tabular sections: " + sections
                        + "; name those that you need in $select and $expand");
    }

    /** Whatever rows there are. */
    public static ODataException noRight(String set) {
        return new ODataException(
                InnerCode.ACCESS_DENIED,
                "Нарушение прав доступа: нет права на " + set + "; с allowedOnly=true недоступное пропускается",
                "Access denied: you may not see " + set + "; allowedOnly=true leaves out what you may not see");
    }

    private static String russian(String near) {
        return near.replace("; did you mean ", "; возможно, имелось в виду ");
    }
}
