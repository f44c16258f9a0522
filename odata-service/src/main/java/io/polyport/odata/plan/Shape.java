package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyNames.Facet;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.CompositeColumns;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How the rows of one statement are shown: their fields, for which it reads the columns that they need (OD-27, OD-28). */
final class Shape {
    /** What rows are, beyond their values. */
    enum Style {
        /** They have an address, so they have links, and sections of their own. */
        ENTITY,
        /** Rows of a virtual table: no links. */
        VIRTUAL,
        /** Rows within an entity: no links, and nothing in them is expanded. */
        ROW
    }

    private final Request request;
    private final Tables tables;
    private final ReadColumns columns;
    private final Style style;
    private final Optional<Sections> sections;
    private final Presenting presenting;

    /** @param sections reads the sections that are shown; empty for rows that have none */
    Shape(Request request, Tables tables, ReadColumns columns, Style style, Optional<Sections> sections) {
        this.request = request;
        this.tables = tables;
        this.columns = columns;
        this.style = style;
        this.sections = sections;
        this.presenting = new Presenting(request, tables, columns);
    }

    /** The parts of an entity's address. */
    List<Field> key(EntitySet set, Source source) {
        var fields = new ArrayList<Field>();
        for (var property : Keys.properties(set)) {
            own(property, source, new Picks(set, Optional.empty(), java.util.Set.of()), fields);
        }
        return fields;
    }

    /** @param select empty for everything */
    List<Field> fields(Source source, Optional<PathTree> select, PathTree expand) {
        return fields(source, select, expand, style, 1);
    }

    private List<Field> fields(Source source, Optional<PathTree> select, PathTree expand, Style as, int depth) {
        var set = source.relation().set();
        var picks = new Picks(set, select, request.visibility().hidden(set));
        checkDepth(expand, depth);
        var expansions = new Expansions(request.model(), set, picks, expand);
        var fields = new ArrayList<Field>();
        var links = new ArrayList<Field>();
        for (var property : set.properties()) {
            if (picks.isHidden(property)) {
                continue;
            }
            own(property, source, picks, fields);
            var expanded = expansions.of(property).filter(tree -> picks.leads(property));
            if (expanded.isPresent()) {
                fields.add(expanded(property, source, picks.below(property), expanded.get(), as, depth));
            } else if (as == Style.ENTITY && picks.leads(property)) {
                link(property, source).ifPresent(links::add);
            }
            present(property, source, picks, fields);
        }
        if (picks.presentsItself()) {
            fields.add(new Field.Presented(
                    "Presentation", presenting.object(source).orElseThrow(() -> noPresentation(set.name()))));
        }
        fields.addAll(links);
        return fields;
    }

    private void checkDepth(PathTree expand, int depth) {
        int most = request.limits().expandDepth();
        if (depth > most && !expand.children().isEmpty()) {
            throw Refusals.guard(
                    ReadLimits.EXPAND_DEPTH_KEY,
                    most,
                    "Слишком глубокий путь в $expand",
                    "A path of $expand is too deep");
        }
    }

    /** What a property shows of its own columns and rows. */
    private void own(Property property, Source source, Picks picks, List<Field> fields) {
        String name = property.name();
        switch (property) {
            case Property.Scalar scalar
            when picks.shows(property, Facet.ITSELF) ->
                fields.add(new Field.Value(
                        name, Field.Edm.of(scalar.type()), columns.of(PropertyTerms.scalar(scalar, source))));
            case Property.Reference reference
            when picks.shows(property, Facet.KEY) ->
                fields.add(new Field.Value(name + "_Key", Field.Edm.GUID, key(source, reference)));
            case Property.Composite composite
            when picks.shows(property, Facet.ITSELF) ->
                fields.add(new Field.Composite(name, composite(source, composite.columns())));
            case Property.Storage storage -> {
                if (picks.shows(property, Facet.TYPE)) {
                    fields.add(new Field.Value(name + "_Type", Field.Edm.STRING, mediaType(source, storage)));
                }
                if (picks.shows(property, Facet.DATA)) {
                    int bytes = columns.of(PropertyTerms.text(source, storage.bytes()));
                    fields.add(new Field.Value(name + "_Base64Data", Field.Edm.BINARY, bytes));
                }
            }
            case Property.Types types
            when picks.shows(property, Facet.ITSELF) ->
                fields.add(new Field.Types(name, columns.of(PropertyTerms.text(source, types.json()))));
            case Property.Section section
            when picks.shows(property, Facet.ITSELF) ->
                sections.ifPresent(reader -> fields.add(reader.add(section, source, picks.below(property))));
            default -> {}
        }
    }

    private int key(Source source, Property.Reference reference) {
        return columns.of(PropertyTerms.guid(source, reference.column()));
    }

    private int mediaType(Source source, Property.Storage storage) {
        return columns.of(PropertyTerms.text(source, storage.mediaType()));
    }

    private Field.Composite.Columns composite(Source source, CompositeColumns own) {
        return new Field.Composite.Columns(
                columns.of(PropertyTerms.text(source, own.tag())),
                column(source, own.reference(), Term.Type.GUID),
                column(source, own.text(), Term.Type.TEXT),
                column(source, own.number(), Term.Type.NUMBER),
                column(source, own.flag(), Term.Type.BOOLEAN),
                column(source, own.moment(), Term.Type.MOMENT));
    }

    private OptionalInt column(Source source, Optional<io.polyport.odata.model.Column> column, Term.Type type) {
        return column.map(one -> OptionalInt.of(columns.of(new Term.Of(source, one, type))))
                .orElse(OptionalInt.empty());
    }

    private Optional<Field.Link> link(Property property, Source source) {
        return switch (property) {
            case Property.Reference reference ->
                request.model()
                        .set(reference.target())
                        .map(target -> new Field.Link(reference.name(), key(source, reference), false));
            case Property.Storage storage ->
                Optional.of(new Field.Link(storage.name(), mediaType(source, storage), true));
            default -> Optional.empty();
        };
    }

    private Field expanded(
            Property property, Source source, Optional<PathTree> select, PathTree expand, Style as, int depth) {
        return switch (property) {
            case Property.Reference reference -> {
                var object = tables.reach(source, reference, request.model());
                var link = link(reference, source).filter(one -> as == Style.ENTITY);
                yield object(reference.name(), object, select, expand, link, depth);
            }
            case Property.Composite composite -> choice(composite, source, select, expand, depth);
            default -> throw new IllegalStateException(property.name() + " leads to no object");
        };
    }

    private Field.Expanded object(
            String name,
            Source object,
            Optional<PathTree> select,
            PathTree expand,
            Optional<Field.Link> link,
            int depth) {
        var set = object.relation().set();
        int key = columns.of(Keys.terms(set, object).getFirst());
        var fields = fields(object, select, expand, Style.ENTITY, depth + 1);
        return new Field.Expanded(name, set, key, fields, link);
    }

    /** Beside the value itself, whose name is taken. With {@code $select}, of those types only that it names. */
    private Field choice(
            Property.Composite composite, Source source, Optional<PathTree> select, PathTree expand, int depth) {
        String name = composite.name() + "_Expanded";
        var of = new ArrayList<Field.Expanded>();
        for (var target : Expansions.targets(composite, request.model())) {
            Optional<PathTree> selected = select.flatMap(tree -> tree.child(target.name()));
            if (select.isPresent() && selected.isEmpty()) {
                continue;
            }
            var object = tables.reach(source, composite, target.name(), request.model());
            var within = selected.filter(tree -> !tree.ends());
            var further = expand.child(target.name()).orElseGet(PathTree::new);
            of.add(object(name, object, within, further, Optional.empty(), depth));
        }
        return new Field.Choice(name, of);
    }

    private void present(Property property, Source source, Picks picks, List<Field> fields) {
        boolean named = picks.presents(property);
        if (!named && !picks.presentsAll()) {
            return;
        }
        var presentation = presenting.of(property, source);
        if (presentation.isPresent()) {
            fields.add(new Field.Presented(property.name() + Picks.PRESENTATION, presentation.get()));
        } else if (named) {
            throw noPresentation(property.name());
        }
    }

    private static RuntimeException noPresentation(String name) {
        return Refusals.notSupported(
                "Получение представления не поддерживается: " + name, "There is no presentation of " + name);
    }
}
