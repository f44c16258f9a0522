package io.polyport.odata.schema;

import static io.polyport.odata.schema.Engine.quoted;

import io.polyport.odata.model.Column.Storage;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.schema.Actual.ActualColumn;
import io.polyport.odata.schema.Table.TableColumn;
import io.polyport.odata.schema.Table.TableIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to be done to the tables that are there. Tables that no model made are never touched. */
final class Difference {
    private final Engine engine;
    private final Actual actual;
    private final Map<String, Table> wanted;
    private final List<Change> changes = new ArrayList<>();

    private Difference(Engine engine, Actual actual, Map<String, Table> wanted) {
        this.engine = engine;
        this.actual = actual;
        this.wanted = wanted;
    }

    static List<Change> of(Engine engine, Actual actual, Map<String, Table> wanted) {
        var difference = new Difference(engine, actual, wanted);
        difference.goneTables();
        wanted.values().forEach(difference::table);
        return difference.changes;
    }

    private void goneTables() {
        actual.names.forEach((place, name) -> {
            String table = place.getFirst();
            boolean isTable = place.getLast().isEmpty();
            if (isTable && !wanted.containsKey(table) && actual.columns.containsKey(table)) {
                changes.add(new Change(
                        List.of("drop table " + quoted(table)), "the table of " + name + " (" + table + ")"));
            }
        });
    }

    private void table(Table table) {
        var columns = actual.columns.get(table.name());
        if (columns == null) {
            changes.add(new Change(new TableMaker(engine).make(table), ""));
            return;
        }
        if (!actual.isOurs(table.name())) {
            throw new SchemaException("there is a table " + table.name() + " that no model made, where the rows of "
                    + table.set() + " should be; rename it, or give the model a database or schema of its own");
        }
        boolean otherKey = !table.key().equals(actual.keys.get(table.name()));
        if (otherKey && actual.keys.containsKey(table.name())) {
            changes.add(Change.of("alter table " + quoted(table.name()) + " drop constraint "
                    + quoted(TableMaker.key(table.name()))));
        }
        dropIndexes(table);
        table.columns()
                .forEach(column ->
                        column(table, column, columns.get(column.column().name())));
        goneColumns(table, columns);
        if (otherKey) {
            changes.add(Change.of("alter table " + quoted(table.name()) + " add " + TableMaker.primaryKey(table)));
        }
        addIndexes(table);
    }

    private void goneColumns(Table table, Map<String, ActualColumn> columns) {
        Set<String> known =
                table.columns().stream().map(one -> one.column().name()).collect(Collectors.toSet());
        for (String column : columns.keySet()) {
            String name = actual.names.get(List.of(table.name(), column));
            if (!known.contains(column) && name != null) {
                changes.add(new Change(
                        List.of(alter(table) + "drop column " + quoted(column)),
                        "the property " + name + " of " + table.set() + " (column " + column + " of " + table.name()
                                + ")"));
            }
        }
    }

    private void column(Table table, TableColumn wantedColumn, ActualColumn is) {
        if (is == null) {
            changes.add(new Change(add(table, wantedColumn), ""));
            return;
        }
        Storage type = Engine.normal(wantedColumn.column().type());
        if (!type.equals(is.type())) {
            changes.add(retyped(table, wantedColumn, is));
        }
        if (wantedColumn.column().nullable() != is.nullable()) {
            changes.add(new Change(nullable(table, wantedColumn), ""));
        }
    }

    /** What belongs to items or folders alone gets its empty value in those, and null in the others. */
    private List<String> add(Table table, TableColumn column) {
        String name = quoted(column.column().name());
        String type = engine.type(column.column().type());
        String empty = engine.empty(column.column().type());
        var statements = new ArrayList<String>();
        if (column.column().nullable()) {
            statements.add(alter(table) + "add column " + name + " " + type);
            statements.add("update " + quoted(table.name()) + " set " + name + " = " + empty + " where "
                    + belongs(table, column.use()));
        } else {
            statements.add(alter(table) + "add column " + name + " " + type + " default " + empty + " not null");
        }
        engine.besides(table.name(), column.column()).ifPresent(statements::add);
        return statements;
    }

    private List<String> nullable(Table table, TableColumn column) {
        String name = quoted(column.column().name());
        String empty = engine.empty(column.column().type());
        if (column.column().nullable()) {
            return List.of(
                    alter(table) + "alter column " + name + " drop default",
                    alter(table) + "alter column " + name + " drop not null");
        }
        return List.of(
                "update " + quoted(table.name()) + " set " + name + " = " + empty + " where " + name + " is null",
                alter(table) + "alter column " + name + " set default " + empty,
                alter(table) + "alter column " + name + " set not null");
    }

    private static String belongs(Table table, Use use) {
        String flag = table.folderFlag().map(Engine::quoted).orElse("false");
        return use == Use.FOLDERS ? flag : "not " + flag;
    }

    private Change retyped(Table table, TableColumn column, ActualColumn is) {
        Storage type = Engine.normal(column.column().type());
        String name = quoted(column.column().name());
        String change = alter(table) + "alter column " + name + (engine == Engine.H2 ? " set data type " : " type ")
                + engine.type(type);
        if (is.type() != null && Engine.widens(is.type(), type)) {
            return Change.of(change);
        }
        String loss = "values of the property " + column.property() + " of " + table.set() + " (column "
                + column.column().name() + " of " + table.name() + "): " + is.typeName()
                + (is.type() == null ? "" : ", " + engine.type(is.type())) + ", becomes " + engine.type(type);
        if (is.type() instanceof Storage.Text && type instanceof Storage.Text(int length)) {
            return new Change(
                    List.of(
                            "update " + quoted(table.name()) + " set " + name + " = left(" + name + ", " + length
                                    + ") where length(" + name + ") > " + length,
                            change),
                    loss);
        }
        var statements = new ArrayList<String>();
        statements.add(alter(table) + "drop column " + name);
        statements.addAll(add(table, column));
        return new Change(statements, loss);
    }

    /** Only those that are named as ours are: an administrator's own stay. */
    private void dropIndexes(Table table) {
        Set<String> names = table.indexes().stream().map(TableIndex::name).collect(Collectors.toSet());
        for (String index : actual.indexes.getOrDefault(table.name(), Set.of())) {
            boolean ours = index.startsWith(table.name() + "_") && !index.equals(TableMaker.key(table.name()));
            if (ours && !names.contains(index)) {
                changes.add(Change.of("drop index " + quoted(index)));
            }
        }
    }

    private void addIndexes(Table table) {
        var there = actual.indexes.getOrDefault(table.name(), new HashSet<>());
        table.indexes().stream()
                .filter(index -> !there.contains(index.name()))
                .forEach(index -> changes.add(Change.of(TableMaker.index(table, index))));
    }

    private static String alter(Table table) {
        return "alter table " + quoted(table.name()) + " ";
    }
}
