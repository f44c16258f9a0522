package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ModelObject.JournalDocument;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.CompositeTag;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Term;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The documents of a journal as rows of one set: each kind is read from its own table (OD-17). */
record JournalOrigin(Request request, EntitySet journal) {
    private static final String REF = "Ref";
    private static final String TYPE = "Type";

    Origin origin(boolean allowedOnly) {
        var documents = journal.object().journal().orElseThrow().documents();
        var parts =
                documents.stream().map(document -> part(document, allowedOnly)).toList();
        var tables = request.tables(new Relation.Journal(journal, parts));
        var rules = request.visibility().rows(tables.root(), request.numbers());
        if (allowedOnly) {
            return new Origin(tables, rules.stream().toList(), Optional.empty());
        }
        documents.forEach(document -> request.visibility().requireRight(request.set(document.set())));
        var unseen = new ArrayList<Condition>();
        rules.ifPresent(seen -> unseen.add(new Condition.Not(seen)));
        documents.forEach(document -> unseen(document.set(), tables.root()).ifPresent(unseen::add));
        return new Origin(
                tables, List.of(), unseen.isEmpty() ? Optional.empty() : Optional.of(new Condition.Any(unseen)));
    }

    private Statement part(JournalDocument document, boolean allowedOnly) {
        var tables = request.stored(request.set(document.set()));
        var where = new ArrayList<>(request.visibility().separation(tables.root()));
        if (allowedOnly) {
            request.visibility().rows(tables.root(), request.numbers()).ifPresent(where::add);
        }
        return Statements.rows(
                tables, columns(document, tables.root()), where, List.of(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** Whether a row is a document of this kind that the caller may not see; empty when all of them may be seen. */
    private Optional<Condition> unseen(String document, Source row) {
        var tables = request.stored(request.set(document));
        var root = tables.root();
        return request.visibility().rows(root, request.numbers()).map(rules -> {
            var reference = standard(journal.property(REF).orElseThrow(), document, root);
            var where = new ArrayList<>(request.visibility().separation(root));
            where.addAll(
                    PropertyTerms.equal(PropertyTerms.of(journal.property(REF).orElseThrow(), row), reference));
            where.add(new Condition.Not(rules));
            return new Condition.Exists(tables, Condition.all(where));
        });
    }

    private List<Term> columns(JournalDocument document, Source root) {
        var terms = new ArrayList<Term>();
        int own = 0;
        for (var property : journal.properties()) {
            if (property.head().role() == Property.Role.STANDARD) {
                terms.addAll(standard(property, document.set(), root));
            } else {
                String filledBy = document.columns().get(own++);
                terms.addAll(filled(property, filledBy, root));
            }
        }
        return terms;
    }

    private static List<Term> standard(Property property, String document, Source root) {
        return switch (property) {
            case Property.Composite reference
            when reference.name().equals(REF) ->
                ofType(
                        reference,
                        document,
                        Keys.terms(root.relation().set(), root).getFirst(),
                        root);
            case Property.Reference reference
            when reference.name().equals(REF) -> Keys.terms(root.relation().set(), root);
            case Property.Scalar type when type.name().equals(TYPE) -> List.of(text(CompositeTag.PREFIX + document));
            default -> filled(property, property.name(), root);
        };
    }

    private static Term text(String text) {
        return new Term.Constant(Term.Type.TEXT, text);
    }

    /** @param name of the document's property, '' for none */
    private static List<Term> filled(Property column, String name, Source root) {
        var own = root.relation().set().property(name);
        if (own.isEmpty()) {
            return PropertyTerms.of(column, root).stream()
                    .map(term -> empty(term.type()))
                    .toList();
        }
        var terms = PropertyTerms.of(own.get(), root);
        return switch (column) {
            case Property.Composite composite ->
                switch (own.get()) {
                    case Property.Composite several -> fitted(composite, several, root);
                    case Property.Reference reference -> ofType(composite, reference.target(), terms.getFirst(), root);
                    case Property.Scalar scalar ->
                        ofType(composite, CompositeTag.of(new MemberType.Value(scalar.type())), terms.getFirst(), root);
                    default -> throw unfit(column, name, root);
                };
            default -> {
                if (terms.size() != 1
                        || terms.getFirst().type()
                                != PropertyTerms.of(column, root).getFirst().type()) {
                    throw unfit(column, name, root);
                }
                yield terms;
            }
        };
    }

    /** The columns of a property of several types that hold a value of one type. */
    private static List<Term> ofType(Property.Composite column, String tag, Term value, Source root) {
        var terms = new ArrayList<Term>();
        terms.add(text(tag));
        var own = PropertyTerms.of(column, root);
        own.subList(1, own.size()).forEach(one -> terms.add(one.type() == value.type() ? value : empty(one.type())));
        return terms;
    }

    private static List<Term> fitted(Property.Composite column, Property.Composite from, Source root) {
        var given = PropertyTerms.of(from, root);
        var terms = new ArrayList<Term>();
        terms.add(given.getFirst());
        var own = PropertyTerms.of(column, root);
        for (var one : own.subList(1, own.size())) {
            terms.add(given.subList(1, given.size()).stream()
                    .filter(term -> term.type() == one.type())
                    .findFirst()
                    .orElse(empty(one.type())));
        }
        return terms;
    }

    private static IllegalStateException unfit(Property column, String name, Source root) {
        return new IllegalStateException(
                root.relation().set().name() + "'s " + name + " does not fit the journal's column " + column.name());
    }

    private static Term empty(Term.Type type) {
        return new Term.Constant(
                type,
                switch (type) {
                    case TEXT -> "";
                    case NUMBER -> BigDecimal.ZERO;
                    case BOOLEAN -> false;
                    case MOMENT -> LocalDateTime.of(1, 1, 1, 0, 0);
                    case GUID -> new UUID(0, 0);
                });
    }
}
