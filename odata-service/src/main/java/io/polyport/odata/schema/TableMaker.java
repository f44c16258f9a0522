package io.polyport.odata.schema;

import static io.polyport.odata.schema.Engine.quoted;

import io.polyport.odata.schema.Table.TableColumn;
import io.polyport.odata.schema.Table.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements that make a table with its indexes. */
final class TableMaker {
    private final Engine engine;

    TableMaker(Engine engine) {
        this.engine = engine;
    }

    List<String> make(Table table) {
        var parts = new ArrayList<String>();
        table.columns().forEach(column -> parts.add(column(column)));
        parts.add(primaryKey(table));
        var statements = new ArrayList<String>();
        statements.add("create table " + quoted(table.name()) + " (\n  " + String.join(",\n  ", parts) + "\n)");
        table.columns()
                .forEach(column -> engine.besides(table.name(), column.column()).ifPresent(statements::add));
        table.indexes().forEach(index -> statements.add(index(table, index)));
        if (table.oneRow()) {
            statements.add("insert into " + quoted(table.name()) + " ("
                    + quoted(table.key().getFirst()) + ") values (0)");
        }
        return statements;
    }

    private String column(TableColumn column) {
        var type = column.column().type();
        String named = quoted(column.column().name()) + " " + engine.type(type);
        return column.column().nullable() ? named : named + " default " + engine.empty(type) + " not null";
    }

    static String key(String table) {
        return table + "_pk";
    }

    static String primaryKey(Table table) {
        return "constraint " + quoted(key(table.name())) + " primary key (" + columns(table.key()) + ")";
    }

    static String index(Table table, TableIndex index) {
        return "create " + (index.unique() ? "unique index " : "index ") + quoted(index.name()) + " on "
                + quoted(table.name()) + " (" + columns(index.columns()) + ")";
    }

    private static String columns(List<String> names) {
        return names.stream().map(Engine::quoted).collect(Collectors.joining(", "));
    }
}
