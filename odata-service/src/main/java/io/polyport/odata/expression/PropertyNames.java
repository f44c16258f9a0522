package io.polyport.odata.expression;

import static java.util.Map.entry;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of properties as clients write them: with their suffixes, and standard ones in Russian too where no property of the
 * model's developer has the name (OD-2, OD-32).
 */
public final class PropertyNames {
    private static final List<String> SUFFIXES = List.of("_Key", "_Type", "_Base64Data");
    private static final Map<String, List<String>> ENGLISH = Map.ofEntries(
            entry("Ссылка", List.of("Ref_Key", "Ref")),
            entry("ВерсияДанных", List.of("DataVersion")),
            entry("ПометкаУдаления", List.of("DeletionMark")),
            entry("Код", List.of("Code")),
            entry("Наименование", List.of("Description")),
            entry("Владелец", List.of("Owner")),
            entry("Родитель", List.of("Parent")),
            entry("ЭтоГруппа", List.of("IsFolder")),
            entry("Предопределенный", List.of("Predefined")),
            entry("ИмяПредопределенныхДанных", List.of("PredefinedDataName")),
            entry("Номер", List.of("Number")),
            entry("Дата", List.of("Date")),
            entry("Проведен", List.of("Posted")),
            entry("Тип", List.of("Type")),
            entry("НомерСтроки", List.of("LineNumber")),
            entry("Период", List.of("Period")),
            entry("Регистратор", List.of("Recorder")),
            entry("Активность", List.of("Active")),
            entry("ВидДвижения", List.of("RecordType")),
            entry("Счет", List.of("Account")),
            entry("СчетДт", List.of("AccountDr")),
            entry("СчетКт", List.of("AccountCr")),
            entry("ТипЗначения", List.of("ValueType")),
            entry("Вид", List.of("Type")),
            entry("Порядок", List.of("Order")),
            entry("Забалансовый", List.of("OffBalance")),
            entry("ВидРасчета", List.of("CalculationType")),
            entry("ПериодРегистрации", List.of("RegistrationPeriod")),
            entry("ПериодДействия", List.of("ActionPeriod")),
            entry("ПериодДействияНачало", List.of("BegOfActionPeriod")),
            entry("ПериодДействияКонец", List.of("EndOfActionPeriod")),
            entry("БазовыйПериодНачало", List.of("BegOfBasePeriod")),
            entry("БазовыйПериодКонец", List.of("EndOfBasePeriod")),
            entry("Сторно", List.of("ReversingEntry")),
            entry("НомерОтправленного", List.of("SentNo")),
            entry("НомерПринятого", List.of("ReceivedNo")),
            entry("ЭтотУзел", List.of("ThisNode")),
            entry("ДатаОбмена", List.of("ExchangeDate")),
            entry("Стартован", List.of("Started")),
            entry("Завершен", List.of("Completed")),
            entry("ВедущаяЗадача", List.of("HeadTask")),
            entry("БизнесПроцесс", List.of("BusinessProcess")),
            entry("ТочкаМаршрута", List.of("RoutePoint")),
            entry("Выполнена", List.of("Executed")),
            entry("Значение", List.of("Value")));

    private PropertyNames() {}

    /** Which side of a property a name means. */
    public enum Facet {
        /** {@code X}: the value; of a reference the object that it leads to, of a value storage its bytes as a stream. */
        ITSELF,
        /** {@code X_Key} of a reference. */
        KEY,
        /** {@code X_Type} of a property of several types, or of a value storage. */
        TYPE,
        /** {@code X_Base64Data} of a value storage. */
        DATA
    }

    /** A property with the side of it that a name means. */
    public record Named(Property property, Facet facet) {}

    /** What a name means in a set; empty when nothing there has it. */
    public static Optional<Named> find(EntitySet set, String name) {
        return exact(set, name).or(() -> russian(set, name));
    }

    /** Every name that an expression may use in a set, for suggestions. */
    public static List<String> all(EntitySet set) {
        return set.properties().stream().flatMap(PropertyNames::shown).toList();
    }

    /** The names under which a property shows itself, and that rules use which hide it. */
    public static Stream<String> shown(Property property) {
        String name = property.name();
        return switch (property) {
            case Property.Reference reference -> Stream.of(name, name + "_Key");
            case Property.Composite composite -> Stream.of(name, name + "_Type");
            case Property.Storage storage -> Stream.of(name, name + "_Type", name + "_Base64Data");
            case Property.Scalar scalar -> Stream.of(name);
            case Property.Types types -> Stream.of(name);
            case Property.Section section -> Stream.of(name);
        };
    }

    private static Optional<Named> exact(EntitySet set, String name) {
        return set.property(name)
                .map(property -> new Named(property, Facet.ITSELF))
                .or(() -> SUFFIXES.stream()
                        .filter(name::endsWith)
                        .flatMap(suffix -> suffixed(set, name, suffix).stream())
                        .findFirst());
    }

    private static Optional<Named> suffixed(EntitySet set, String name, String suffix) {
        return set.property(name.substring(0, name.length() - suffix.length()))
                .flatMap(property ->
                        Optional.ofNullable(facet(property, suffix)).map(side -> new Named(property, side)));
    }

    private static Facet facet(Property property, String suffix) {
        return switch (property) {
            case Property.Reference reference -> suffix.equals("_Key") ? Facet.KEY : null;
            case Property.Composite composite -> suffix.equals("_Type") ? Facet.TYPE : null;
            case Property.Storage storage ->
                switch (suffix) {
                    case "_Type" -> Facet.TYPE;
                    case "_Base64Data" -> Facet.DATA;
                    default -> null;
                };
            default -> null;
        };
    }

    private static Optional<Named> russian(EntitySet set, String name) {
        return Stream.concat(Stream.of(""), SUFFIXES.stream())
                .filter(name::endsWith)
                .flatMap(suffix ->
                        ENGLISH.getOrDefault(name.substring(0, name.length() - suffix.length()), List.of()).stream()
                                .flatMap(english -> Stream.of(english + suffix, english)))
                .flatMap(english -> exact(set, english).stream())
                .filter(named -> named.property().head().role() == Property.Role.STANDARD)
                .findFirst();
    }
}
