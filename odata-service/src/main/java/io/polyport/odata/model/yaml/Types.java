package io.polyport.odata.model.yaml;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.model.ScalarType.Parts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as they are written: {@code string(50)}, {@code Catalog_Товары}, {@code Enum.ВидыТоваров}, or a list of them (OD-3). */
final class Types {
    private static final Pattern SIZED = Pattern.compile("(string|fixed-string|number)\\s*\\(([^)]*)\\)");
    private static final int LONGEST_STRING = 1024;
    private static final int MOST_DIGITS = 38;
    private static final List<String> WORDS = List.of(
            "string",
            "string(50)",
            "fixed-string(9)",
            "number(15,2)",
            "boolean",
            "date",
            "time",
            "date-time",
            "uuid",
            "value-storage",
            "type-description");

    private final Names names;

    Types(Names names) {
        this.names = names;
    }

    /** Empty when a fault was reported. */
    Optional<PropertyType> read(Entry entry) {
        if (entry.isText()) {
            switch (entry.text()) {
                case "value-storage" -> {
                    return Optional.of(new PropertyType.ValueStorage());
                }
                case "type-description" -> {
                    return Optional.of(new PropertyType.TypeDescription());
                }
                default -> {}
            }
        }
        var members = members(entry);
        return members.isEmpty() ? Optional.empty() : Optional.of(PropertyType.of(members));
    }

    /** The types that one property may hold; empty when a fault was reported. */
    List<MemberType> members(Entry entry) {
        if (entry.isEmpty() || entry.isMap()) {
            entry.fault("must be a type or a list of types, as " + String.join(", ", WORDS));
            return List.of();
        }
        var found = new LinkedHashMap<String, MemberType>();
        boolean faulty = false;
        for (Entry item : entry.items()) {
            var types = item.isText() ? some(item) : List.<MemberType>of();
            faulty |= types.isEmpty();
            for (MemberType type : types) {
                var earlier = found.putIfAbsent(tag(type), type);
                if (earlier != null && !earlier.equals(type)) {
                    item.fault("a property can't hold two kinds of " + tag(type).toLowerCase(Locale.ROOT)
                            + "; write one that takes both");
                    faulty = true;
                }
            }
        }
        return faulty ? List.of() : new ArrayList<>(found.values());
    }

    private List<MemberType> some(Entry item) {
        String text = item.text();
        if (text.startsWith("Characteristic.")) {
            return characteristic(text.substring("Characteristic.".length()), item);
        }
        if (text.startsWith("Enum.")) {
            return enumeration(text.substring("Enum.".length()), item);
        }
        if (text.contains("_") && !text.startsWith("_")) {
            return names.like(item, ObjectKind::isReferable).stream()
                    .<MemberType>map(MemberType.Reference::new)
                    .toList();
        }
        return scalar(text, item)
                .<List<MemberType>>map(type -> List.of(new MemberType.Value(type)))
                .orElse(List.of());
    }

    /** The types that the values of a characteristic may have. */
    private List<MemberType> characteristic(String chart, Entry item) {
        var declared = names.find(ObjectKind.CHART_OF_CHARACTERISTIC_TYPES.prefix() + "_" + chart);
        if (declared.isEmpty()) {
            item.fault("there is no chart of characteristic types " + Faults.quote(chart)
                    + names.suggestion("ChartOfCharacteristicTypes_" + chart));
            return List.of();
        }
        return ofCharacteristic(declared.get());
    }

    /** The types that the values of a chart's characteristics may have; the chart itself reports when there are none. */
    List<MemberType> ofCharacteristic(Names.Declared chart) {
        return chart.entry()
                .field("types")
                .filter(types -> types.items().stream()
                        .noneMatch(one -> one.isText() && one.text().startsWith("Characteristic.")))
                .map(this::members)
                .orElse(List.of());
    }

    private List<MemberType> enumeration(String name, Entry item) {
        if (!names.enumerations().containsKey(name)) {
            item.fault("there is no enumeration " + Faults.quote(name)
                    + Suggestion.among(names.enumerations().keySet(), name));
            return List.of();
        }
        return List.of(new MemberType.Value(new ScalarType.Enumerated(name)));
    }

    /** A type that is no reference and no enumeration; reports what is none. */
    Optional<ScalarType> scalar(String text, Entry where) {
        Matcher sized = SIZED.matcher(text);
        if (sized.matches()) {
            return sized(sized.group(1), sized.group(2).split("\\s*[,.]\\s*", -1), where);
        }
        return switch (text) {
            case "string" -> Optional.of(new ScalarType.Text(0, false));
            case "boolean" -> Optional.of(new ScalarType.Bool());
            case "date" -> Optional.of(new ScalarType.Moment(Parts.DATE));
            case "time" -> Optional.of(new ScalarType.Moment(Parts.TIME));
            case "date-time" -> Optional.of(new ScalarType.Moment(Parts.DATE_AND_TIME));
            case "uuid" -> Optional.of(new ScalarType.Guid());
            default -> {
                if (text.matches("number\\(\\d+")) {
                    where.fault("is " + Faults.quote(text)
                            + ": within braces a comma ends the value; write number(15.2), or"
                            + " put the type into quotes");
                    yield Optional.empty();
                }
                where.fault("there is no type " + Faults.quote(text) + Suggestion.among(WORDS, text) + " (types: "
                        + String.join(", ", WORDS) + ", Enum.<name>, Characteristic.<name>, Catalog_<name> and so on)");
                yield Optional.empty();
            }
        };
    }

    private static Optional<ScalarType> sized(String word, String[] sizes, Entry where) {
        if (!word.equals("number")) {
            return sizes.length == 1 && within(sizes[0], 1, LONGEST_STRING)
                    ? Optional.of(new ScalarType.Text(Integer.parseInt(sizes[0].strip()), word.startsWith("fixed")))
                    : refuse(where, word + " takes one length of 1 to " + LONGEST_STRING);
        }
        boolean right = sizes.length <= 2 && within(sizes[0], 1, MOST_DIGITS);
        if (!right || (sizes.length == 2 && !within(sizes[1], 0, Integer.parseInt(sizes[0].strip())))) {
            return refuse(
                    where,
                    "number takes its digits, 1 to " + MOST_DIGITS + ", and how many of them are behind the point");
        }
        int fraction = sizes.length == 2 ? Integer.parseInt(sizes[1].strip()) : 0;
        return Optional.of(new ScalarType.Decimal(Integer.parseInt(sizes[0].strip()), fraction));
    }

    private static Optional<ScalarType> refuse(Entry where, String rule) {
        where.fault(rule + ", is " + Faults.quote(where.text()));
        return Optional.empty();
    }

    private static boolean within(String number, int least, int most) {
        String digits = number.strip();
        return digits.matches("\\d{1,5}") && Integer.parseInt(digits) >= least && Integer.parseInt(digits) <= most;
    }

    /** As {@link io.polyport.odata.model.CompositeColumns#tag} has it. */
    static String tag(MemberType type) {
        return switch (type) {
            case MemberType.Reference reference -> reference.set();
            case MemberType.Value value ->
                switch (value.type()) {
                    case ScalarType.Text text -> "String";
                    case ScalarType.Decimal decimal -> "Number";
                    case ScalarType.Bool bool -> "Boolean";
                    case ScalarType.Moment moment -> "Date";
                    case ScalarType.Guid guid -> "Guid";
                    case ScalarType.Enumerated enumerated -> "Enum." + enumerated.enumeration();
                    case ScalarType.Version version -> "Number";
                };
        };
    }

    /** Types of several properties in one, each kind of value wide enough for all of them. */
    static List<MemberType> united(List<MemberType> types) {
        Map<String, MemberType> found = new LinkedHashMap<>();
        types.forEach(type -> found.merge(tag(type), type, Types::wider));
        return new ArrayList<>(found.values());
    }

    private static MemberType wider(MemberType one, MemberType other) {
        if (!(one instanceof MemberType.Value(var left)) || !(other instanceof MemberType.Value(var right))) {
            return one;
        }
        if (left instanceof ScalarType.Text a && right instanceof ScalarType.Text b) {
            boolean endless = a.length() == 0 || b.length() == 0;
            return new MemberType.Value(
                    new ScalarType.Text(endless ? 0 : Math.max(a.length(), b.length()), a.fixed() && b.fixed()));
        }
        if (left instanceof ScalarType.Decimal a && right instanceof ScalarType.Decimal b) {
            int fraction = Math.max(a.fraction(), b.fraction());
            int whole = Math.max(a.digits() - a.fraction(), b.digits() - b.fraction());
            return new MemberType.Value(new ScalarType.Decimal(whole + fraction, fraction));
        }
        return left.equals(right) ? one : new MemberType.Value(new ScalarType.Moment(Parts.DATE_AND_TIME));
    }
}
