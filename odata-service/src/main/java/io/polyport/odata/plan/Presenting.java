package io.polyport.odata.plan;

import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.query.CompositeTag;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what presentations are made of; what a reference leads to is joined only for its presentation (OD-31). */
record Presenting(Request request, Tables tables, ReadColumns columns) {
    private static final String KEY = "Ref_Key";
    private static final Presentation NOTHING = new Presentation.FirstOf(List.of());

    /** Empty for what has none: tabular sections, value storages, descriptions of types, versions. */
    Optional<Presentation> of(Property property, Source source) {
        return switch (property) {
            case Property.Scalar(var head, ScalarType.Version version, var column) -> Optional.empty();
            case Property.Scalar scalar ->
                scalar.name().equals(KEY) && source.relation().set().form() == EntitySet.Form.OBJECTS
                        ? object(source)
                        : Optional.of(value(scalar.type(), columns.of(PropertyTerms.scalar(scalar, source))));
            case Property.Reference reference ->
                request.presented().set(reference.target()).isPresent()
                        ? object(tables.reach(source, reference, request.whole()))
                        : Optional.of(NOTHING);
            case Property.Composite composite -> Optional.of(byTag(composite, source));
            case Property.Storage storage -> Optional.empty();
            case Property.Types types -> Optional.empty();
            case Property.Section section -> Optional.empty();
        };
    }

    private Presentation value(ScalarType type, int column) {
        return switch (type) {
            case ScalarType.Text text -> new Presentation.Text(column);
            case ScalarType.Decimal decimal -> new Presentation.Decimal(column);
            case ScalarType.Version version -> new Presentation.Decimal(column);
            case ScalarType.Bool bool -> new Presentation.Bool(column);
            case ScalarType.Moment moment -> new Presentation.Moment(column);
            case ScalarType.Guid guid -> new Presentation.Guid(column);
            case ScalarType.Enumerated enumerated ->
                request.whole()
                        .enumeration(enumerated.enumeration())
                        .<Presentation>map(one -> new Presentation.Enumerated(column, one))
                        .orElse(new Presentation.Text(column));
        };
    }

    private Presentation byTag(Property.Composite property, Source source) {
        var own = property.columns();
        var presentations = new HashMap<String, Presentation>();
        for (var type : property.types()) {
            var presentation = switch (type) {
                case MemberType.Reference(String set) ->
                    request.presented()
                            .set(set)
                            .flatMap(target -> object(tables.reach(source, property, set, request.whole())));
                case MemberType.Value(ScalarType value) -> {
                    var column = switch (PropertyTerms.type(value)) {
                        case TEXT -> own.text();
                        case NUMBER -> own.number();
                        case BOOLEAN -> own.flag();
                        case MOMENT -> own.moment();
                        case GUID -> own.reference();
                    };
                    yield column.map(
                            one -> value(value, columns.of(new Term.Of(source, one, PropertyTerms.type(value)))));
                }
            };
            presentation.ifPresent(one -> presentations.put(CompositeTag.of(type), one));
        }
        return new Presentation.ByTag(columns.of(PropertyTerms.text(source, own.tag())), presentations);
    }

    /** Of an object itself; empty for what is none, such as a register's record. What the caller may not see is left out. */
    Optional<Presentation> object(Source source) {
        var set = source.relation().set();
        if (set.form() != EntitySet.Form.OBJECTS) {
            return Optional.empty();
        }
        var date = readable("Date", source);
        boolean dated =
                set.object().kind() == ObjectKind.DOCUMENT || set.object().kind() == ObjectKind.BUSINESS_PROCESS;
        if (dated && date.isPresent()) {
            return Optional.of(
                    new Presentation.Document(set.object().presentation(), readable("Number", source), date.get()));
        }
        var texts = new ArrayList<Integer>();
        Stream.of("Description", "Code").forEach(name -> readable(name, source).ifPresent(texts::add));
        return Optional.of(new Presentation.FirstOf(texts));
    }

    private Optional<Integer> readable(String name, Source source) {
        var set = source.relation().set();
        return set.property(name)
                .filter(property -> !request.visibility().hidden(set).contains(name))
                .filter(Property.Scalar.class::isInstance)
                .map(property -> columns.of(PropertyTerms.scalar((Property.Scalar) property, source)));
    }
}
