package io.polyport.odata.sql;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Columns;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables, and statements that stand in a table's place; whatever it is, its columns have the names that the set's have. */
final class RelationWriter {
    private final SqlText sql;
    private final StatementWriter statements;

    RelationWriter(SqlText sql, StatementWriter statements) {
        this.sql = sql;
        this.statements = statements;
    }

    void relation(Source source) {
        switch (source.relation()) {
            case Relation.Stored stored -> sql.name(stored.set().table());
            case Relation.Recorders recorders -> recorders(recorders);
            case Relation.Journal journal -> journal(journal);
            case Relation.Slice slice -> slice(slice);
            case Relation.Page page -> {
                sql.add("(");
                statements.statement(page.rows());
                sql.add(")");
            }
        }
        sql.add(" t" + source.number());
        switch (source.relation()) {
            case Relation.Journal journal -> called(Columns.of(journal.set()));
            case Relation.Page page -> called(page.columns());
            default -> {}
        }
    }

    private void called(List<Column> columns) {
        sql.add("(");
        names(columns, "");
        sql.add(")");
    }

    private void recorders(Relation.Recorders recorders) {
        sql.add("(select distinct ");
        names(Columns.of(recorders.set()), alias(recorders.records()));
        statements.from(recorders.records(), recorders.where());
        sql.add(")");
    }

    private void journal(Relation.Journal journal) {
        sql.add("(");
        for (int i = 0; i < journal.parts().size(); i++) {
            sql.add(i == 0 ? "(" : " union all (");
            statements.statement(journal.parts().get(i));
            sql.add(")");
        }
        sql.add(")");
    }

    /** DISTINCT ON keeps the first row of each combination; measured, it is the fastest form that both databases have. */
    private void slice(Relation.Slice slice) {
        String alias = alias(slice.records());
        List<Column> dimensions = columns(slice.set(), Property.Role.DIMENSION);
        sql.add("(select ");
        if (!dimensions.isEmpty()) {
            sql.add("distinct on (");
            names(dimensions, alias);
            sql.add(") ");
        }
        names(Columns.of(slice.set()), alias);
        statements.from(slice.records(), active(slice));
        sql.add(" order by ");
        var order = new ArrayList<>(dimensions);
        order.addAll(inTime(slice.set()));
        for (int i = 0; i < order.size(); i++) {
            sql.add(i == 0 ? alias : ", " + alias).name(order.get(i).name());
            sql.add(i >= dimensions.size() && slice.last() ? " desc" : "");
        }
        sql.add(order.isEmpty() ? "1" : "");
        sql.add(dimensions.isEmpty() ? " limit 1)" : ")");
    }

    /** Records that were switched off take no part in a slice. */
    private static Optional<Condition> active(Relation.Slice slice) {
        Optional<Condition> active = slice.set()
                .property("Active")
                .filter(one -> one.head().role() == Property.Role.STANDARD)
                .map(one -> new Condition.IsTrue(
                        new Term.Of(slice.records().root(), ((Property.Scalar) one).column(), Term.Type.BOOLEAN)));
        return active.map(one -> slice.where()
                        .<Condition>map(where -> new Condition.All(List.of(one, where)))
                        .orElse(one))
                .or(slice::where);
    }

    /** Period, and what tells records of one period apart: the recorder and the line. */
    private static List<Column> inTime(EntitySet set) {
        var columns = new ArrayList<Column>();
        for (String name : List.of("Period", "Recorder", "LineNumber")) {
            set.property(name)
                    .filter(one -> one.head().role() == Property.Role.STANDARD)
                    .ifPresent(one -> columns.addAll(Columns.of(one)));
        }
        return columns;
    }

    private static List<Column> columns(EntitySet set, Property.Role role) {
        return set.properties().stream()
                .filter(one -> one.head().role() == role)
                .flatMap(one -> Columns.of(one).stream())
                .toList();
    }

    private static String alias(Tables tables) {
        return "t" + tables.root().number() + ".";
    }

    private void names(List<Column> columns, String alias) {
        for (int i = 0; i < columns.size(); i++) {
            sql.add(i == 0 ? alias : ", " + alias).name(columns.get(i).name());
        }
    }
}
