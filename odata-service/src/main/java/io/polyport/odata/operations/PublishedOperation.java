package io.polyport.odata.operations;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.config.Suggestion;
import io.polyport.kit.pattern.Wildcards;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.publications.Choice;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows and changes what is published, the counterpart of 1C:Enterprise's {@code GetStandardODataInterfaceContent} and {@code
 * SetStandardODataInterfaceContent} (OD-6). For administrators: its scope is {@code odata:admin}.
 */
final class PublishedOperation {
    private static final Logger AUDIT = LoggerFactory.getLogger("io.polyport.audit.odata");
    private static final int MOST_BODY = 1024 * 1024;
    private static final int LONGEST = 200;
    private static final int MOST_WITH_STARS = 1_000;
    private static final String OBJECTS = "objects";

    private final Asked asked;

    PublishedOperation(Asked asked) {
        this.asked = asked;
    }

    Future<Answer> show() {
        requireAll();
        return Future.succeededFuture(answer(asked.published().choice()));
    }

    Future<Answer> choose() {
        requireAll();
        return asked.call().wholeBody(MOST_BODY).compose(body -> change(() -> patterns(body)));
    }

    /** Configuration and model choose again. */
    Future<Answer> giveBack() {
        requireAll();
        return change(List::of);
    }

    private Future<Answer> change(Supplier<List<String>> patterns) {
        var published = asked.published();
        Choice before = published.choice();
        return published.choose(patterns).map(choice -> {
            AUDIT.info(
                    "publication {}: {} (tenant '{}') had it show {} instead of {}",
                    published.name(),
                    asked.call().principal().subject(),
                    asked.call().principal().tenant(),
                    choice.objects(),
                    before.objects());
            return answer(choice);
        });
    }

    private static Answer answer(Choice choice) {
        return Answer.json(
                200,
                new JsonObject()
                        .put(OBJECTS, new JsonArray(choice.objects()))
                        .put("chosenBy", choice.by().name().toLowerCase(Locale.ROOT)));
    }

    /** What is published concerns everybody: a policy that allows some objects does not allow to choose. */
    private void requireAll() {
        if (!asked.call().envelope().objects().isEmpty()) {
            throw new ODataException(
                    InnerCode.ACCESS_DENIED,
                    "Нарушение прав доступа: состав публикации меняет тот, кому политика разрешает все её объекты.",
                    "Access denied: what is published may be seen and changed by those whose policy allows all objects of the"
                            + " publication.");
        }
    }

    private List<String> patterns(Buffer body) {
        try {
            if (new JsonObject(body.toString(StandardCharsets.UTF_8)).getValue(OBJECTS) instanceof JsonArray list
                    && !list.isEmpty()) {
                return patterns(list);
            }
        } catch (DecodeException | ClassCastException malformed) {
            // Told below.
        }
        throw new ODataException(
                InnerCode.BAD_FORMAT,
                "Тело запроса должно быть объектом JSON со списком 'objects': {\"objects\": [\"Catalog_*\"]}. Чтобы вернуть"
                        + " состав по умолчанию, отправьте DELETE.",
                "The body has to be a JSON object with the list 'objects': {\"objects\": [\"Catalog_*\"]}. To go back to what is"
                        + " published by default, send DELETE.");
    }

    private List<String> patterns(JsonArray list) {
        var names = asked.published().whole().objects().stream()
                .map(ModelObject::resource)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var patterns = new LinkedHashSet<String>();
        list.forEach(value -> patterns.add(pattern(value, names)));
        if (patterns.stream().filter(pattern -> !names.contains(pattern)).count() > MOST_WITH_STARS) {
            throw new ODataException(
                    InnerCode.BAD_FORMAT,
                    "Шаблонов со звёздочкой может быть не больше " + MOST_WITH_STARS
                            + "; объедините их или назовите объекты.",
                    "There may be " + MOST_WITH_STARS
                            + " patterns with stars at most; join them, or name the objects.");
        }
        return List.copyOf(patterns);
    }

    private static String pattern(Object value, Set<String> names) {
        if (value instanceof String text
                && text.length() <= LONGEST
                && (names.contains(text) || names.stream().anyMatch(name -> Wildcards.STARS.matches(text, name)))) {
            return text;
        }
        String written = String.valueOf(value);
        String shown = written.length() > LONGEST ? written.substring(0, LONGEST) + "…" : written;
        String near = Suggestion.nearest(names, written).orElse("");
        throw new ODataException(
                InnerCode.TYPE_NOT_FOUND,
                400,
                "В модели нет объекта, которому подходит '" + shown + "'"
                        + (near.isEmpty() ? "" : "; возможно, имелось в виду " + near),
                "No object of the model fits '" + shown + "'" + (near.isEmpty() ? "" : "; did you mean " + near + "?"));
    }
}
