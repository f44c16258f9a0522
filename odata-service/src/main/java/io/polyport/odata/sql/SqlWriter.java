package io.polyport.odata.sql;

import io.polyport.odata.query.Statement;

/**
 * Renders statements of the plan. A relation's alias is {@code t<number>}, names of tables and columns are quoted, and every
 * value that a caller gave is bound. The same statement gives the same rows in every dialect.
 */
public final class SqlWriter {
    private SqlWriter() {}

    /** A statement that binds too many values for a database is an {@code ODataException} with code 14. */
    public static SqlQuery write(Statement statement, Dialect dialect) {
        var sql = new SqlText();
        new StatementWriter(sql, dialect).statement(statement);
        return sql.query();
    }
}
