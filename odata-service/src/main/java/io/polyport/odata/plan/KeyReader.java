package io.polyport.odata.plan;

import io.polyport.odata.expression.Filling;
import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyNames;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Literal;
import io.polyport.odata.url.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The key of one entity as a condition (OD-11, OD-13, OD-16). */
final class KeyReader {
    private static final String KEY = "_Key";
    private static final String TYPE = "_Type";
    private static final UUID NO_KEY = new UUID(0, 0);

    private final EntitySet set;
    private final Source source;

    private KeyReader(EntitySet set, Source source) {
        this.set = set;
        this.source = source;
    }

    static Condition condition(Resource.Key key, EntitySet set, Source source) {
        return new KeyReader(set, source).read(key);
    }

    private Condition read(Resource.Key key) {
        if (set.form() == EntitySet.Form.VALUE) {
            return onlyOne(key);
        }
        var properties = Keys.properties(set);
        if (key.parts().size() == 1 && key.parts().getFirst().name().isEmpty()) {
            if (properties.size() != 1) {
                throw incomplete();
            }
            return unnamed(properties.getFirst(), key.parts().getFirst().value());
        }
        var parts = byName(key);
        var conditions =
                properties.stream().map(property -> part(property, parts)).toList();
        return Condition.all(conditions);
    }

    /** The one value has no key; clients write the empty one. */
    private Condition onlyOne(Resource.Key key) {
        boolean empty = key.parts().size() == 1
                && switch (key.parts().getFirst().value()) {
                    case Literal.Guid(UUID guid) -> guid.equals(NO_KEY);
                    case Literal.Decimal(var number) -> number.signum() == 0;
                    default -> false;
                };
        return new Condition.Always(empty);
    }

    /** What was written for each part, by the part's own name. */
    private Map<String, Literal> byName(Resource.Key key) {
        var parts = new HashMap<String, Literal>();
        for (var part : key.parts()) {
            String written = part.name().orElseThrow(this::incomplete);
            String name = PropertyNames.find(set, written)
                    .filter(named -> Keys.properties(set).contains(named.property()))
                    .map(KeyReader::partName)
                    .orElseThrow(this::incomplete);
            if (parts.put(name, part.value()) != null) {
                throw new ODataException(
                        InnerCode.BAD_URL,
                        "Элемент ключа " + written + " указан дважды",
                        "The key part " + written + " is given twice; leave one out");
            }
        }
        return parts;
    }

    private static String partName(PropertyNames.Named named) {
        String name = named.property().name();
        if (named.facet() == PropertyNames.Facet.TYPE) {
            return name + TYPE;
        }
        return named.property() instanceof Property.Reference ? name + KEY : name;
    }

    private Condition part(Property property, Map<String, Literal> parts) {
        return switch (property) {
            case Property.Scalar scalar -> scalar(scalar, required(parts, scalar.name()));
            case Property.Reference reference ->
                PropertyTerms.equal(
                        PropertyTerms.guid(source, reference.column()),
                        KeyValue.guid(required(parts, reference.name() + KEY)));
            case Property.Composite composite ->
                new CompositeKey(composite, source)
                        .equal(required(parts, composite.name()), required(parts, composite.name() + TYPE));
            default -> throw new IllegalStateException(property.name() + " can't be part of a key");
        };
    }

    private Condition scalar(Property.Scalar property, Literal literal) {
        Term stored = PropertyTerms.scalar(property, source);
        Term value = KeyValue.of(property.type(), literal);
        return property.type() instanceof ScalarType.Text(int length, boolean fixed)
                        && fixed
                        && value instanceof Term.Constant(Term.Type type, String text)
                ? Filling.comparison(Condition.Comparator.EQUAL, stored, length, text)
                : PropertyTerms.equal(stored, value);
    }

    private Literal required(Map<String, Literal> parts, String name) {
        return Optional.ofNullable(parts.get(name)).orElseThrow(this::incomplete);
    }

    private Condition unnamed(Property property, Literal value) {
        return switch (property) {
            case Property.Scalar scalar -> scalar(scalar, value);
            case Property.Reference reference ->
                PropertyTerms.equal(PropertyTerms.guid(source, reference.column()), KeyValue.guid(value));
            // A key alone says enough: those of different kinds of objects are never the same.
            case Property.Composite composite -> new CompositeKey(composite, source).refersTo(value);
            default -> throw incomplete();
        };
    }

    private ODataException incomplete() {
        String names = String.join(", ", set.key());
        return new ODataException(
                InnerCode.KEY_PART_MISSING,
                "Не хватает элемента ключа сущности " + set.name() + "; укажите: " + names,
                "A part of the key of " + set.name() + " is missing; give " + names + " as Name=Value");
    }
}
