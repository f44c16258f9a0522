package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The sections that the entities of a statement are shown with. Each is read by one statement for all entities, in their
 * order, so that both can be read side by side (OD-61). Not for several threads.
 */
final class Sections {
    /** @param owner what the rows' owner is known by, in the entities' statement */
    private record Section(EntitySet rows, Tables tables, ReadColumns columns, List<Term> owner) {}

    private final Request request;
    private final int keyColumns;
    private final List<Section> sections = new ArrayList<>();

    /** @param keyColumns how many columns tell the entities apart; they come first in all statements */
    Sections(Request request, int keyColumns) {
        this.request = request;
        this.keyColumns = keyColumns;
    }

    /**
     * @param source the section's owners
     * @param select which of the rows' properties are shown; empty for all
     */
    Field.Rows add(Property.Section property, Source source, Optional<PathTree> select) {
        var rows = request.set(property.set());
        var owner = source.relation().set();
        var section =
                new Section(rows, request.stored(rows), new ReadColumns(keyColumns), Keys.owner(rows, owner, source));
        sections.add(section);
        var shape = new Shape(request, section.tables(), section.columns(), Shape.Style.ROW, Optional.empty());
        var fields = shape.fields(section.tables().root(), select, new PathTree());
        var rowType = (rows.form() == EntitySet.Form.RECORDS ? owner : rows).name() + "_RowType";
        return new Field.Rows(property.name(), rowType, fields, sections.size() - 1);
    }

    /** @param entities whose first columns are the key's */
    List<Reading.Child> children(Statement entities) {
        var keys = IntStream.range(0, keyColumns).boxed().toList();
        return sections.stream()
                .map(section -> new Reading.Child(statement(section, entities), keys))
                .toList();
    }

    private Statement statement(Section section, Statement entities) {
        return Statements.isPage(entities)
                ? ofPage(section, entities)
                : joined(
                        section,
                        entities.tables().with(join -> true),
                        entities.where().stream().toList(),
                        entities,
                        UnaryOperator.identity());
    }

    /** The page is read once more, as narrow as can be, in the place of the entities. */
    private Statement ofPage(Section section, Statement entities) {
        var narrow = new ReadColumns();
        key(entities).forEach(narrow::of);
        section.owner().forEach(narrow::of);
        entities.orderBy().forEach(order -> narrow.of(order.by()));
        var page = Statements.page(
                entities.tables().root().relation().set(),
                Statements.rows(
                        entities.tables(),
                        narrow.terms(),
                        entities.where().stream().toList(),
                        entities.orderBy(),
                        entities.limit(),
                        entities.offset()));
        var tables = request.tables(page);
        var columns = Statements.columns(tables.root(), page);
        return joined(section, tables, List.of(), entities, term -> columns.get(narrow.of(term)));
    }

    private List<Term> key(Statement entities) {
        return entities.columns().subList(0, keyColumns);
    }

    /** @param here what stands for a term of the entities' statement in this one */
    private Statement joined(
            Section section, Tables tables, List<Condition> where, Statement entities, UnaryOperator<Term> here) {
        var root = section.tables().root();
        var owner = section.owner().stream().map(here).toList();
        var belong = Condition.all(PropertyTerms.equal(Keys.ownerNamedBy(section.rows(), root), owner));
        tables.attach(section.tables(), request.visibility().and(belong, root, request.numbers()));
        var columns = new ArrayList<>(key(entities).stream().map(here).toList());
        columns.addAll(section.columns().terms());
        var orderBy = new ArrayList<>(entities.orderBy().stream()
                .map(order -> new Statement.Order(here.apply(order.by()), order.descending()))
                .toList());
        Keys.amongTheirs(section.rows(), root).forEach(term -> orderBy.add(new Statement.Order(term, false)));
        return Statements.rows(tables, columns, where, orderBy, OptionalLong.empty(), OptionalLong.empty());
    }
}
