package io.polyport.odata.sql;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import java.util.Optional;

/** SELECT statements with their clauses. */
final class StatementWriter {
    private final SqlText sql;
    private final RelationWriter relations;
    private final ConditionWriter conditions;
    private final TermWriter terms;

    StatementWriter(SqlText sql, Dialect dialect) {
        this.sql = sql;
        this.conditions = new ConditionWriter(sql, dialect, this);
        this.terms = conditions.terms();
        this.relations = new RelationWriter(sql, this);
    }

    void statement(Statement statement) {
        switch (statement.purpose()) {
            case ROWS -> rows(statement);
            case COUNT -> count(statement);
            case EXISTENCE -> {
                sql.add("select 1");
                from(statement.tables(), statement.where());
                if (statement.limit().isEmpty()) {
                    sql.add(" limit 1");
                }
                part(statement);
            }
        }
    }

    private void rows(Statement statement) {
        sql.add("select ");
        for (int i = 0; i < statement.columns().size(); i++) {
            sql.add(i == 0 ? "" : ", ");
            terms.term(statement.columns().get(i));
        }
        sql.add(statement.columns().isEmpty() ? "1" : "");
        from(statement.tables(), statement.where());
        order(statement);
        part(statement);
    }

    private void count(Statement statement) {
        boolean part = statement.limit().isPresent() || statement.offset().isPresent();
        sql.add(part ? "select count(*) from (select 1" : "select count(*)");
        from(statement.tables(), statement.where());
        part(statement);
        sql.add(part ? ") counted" : "");
    }

    void from(Tables tables, Optional<Condition> where) {
        sql.add(" from ");
        relations.relation(tables.root());
        for (var join : tables.joins()) {
            sql.add(join.inner() ? " join " : " left join ");
            relations.relation(join.source());
            sql.add(" on ");
            conditions.condition(join.on());
        }
        where.ifPresent(condition -> {
            sql.add(" where ");
            conditions.condition(condition);
        });
    }

    /** What is missing stands before all values; where nothing can be missing, an index serves without more words. */
    private void order(Statement statement) {
        for (int i = 0; i < statement.orderBy().size(); i++) {
            var order = statement.orderBy().get(i);
            sql.add(i == 0 ? " order by " : ", ");
            terms.term(order.by());
            sql.add(order.descending() ? " desc" : "");
            if (statement.tables().mayMiss(order.by())) {
                sql.add(order.descending() ? " nulls last" : " nulls first");
            }
        }
    }

    private void part(Statement statement) {
        statement.limit().ifPresent(limit -> {
            sql.add(" limit ");
            sql.bind("?", limit);
        });
        statement.offset().ifPresent(offset -> {
            sql.add(" offset ");
            sql.bind("?", offset);
        });
    }
}
