package io.polyport.odata.plan;

import io.polyport.odata.query.Statement;
import io.polyport.odata.sql.Dialect;
import io.polyport.odata.sql.SqlWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Statements of a plan, run with plain JDBC. */
final class RunStatement {
    private RunStatement() {}

    static ResultSet open(Statement statement, Connection connection, Dialect dialect) throws SQLException {
        var query = SqlWriter.write(statement, dialect);
        try {
            var prepared = connection.prepareStatement(query.text());
            prepared.closeOnCompletion();
            int n = 0;
            for (Object value : query.values()) {
                prepared.setObject(++n, value);
            }
            return prepared.executeQuery();
        } catch (SQLException fault) {
            throw new SQLException(query.text() + "\n" + query.values(), fault);
        }
    }

    static boolean finds(Statement statement, Connection connection, Dialect dialect) throws SQLException {
        try (var rows = open(statement, connection, dialect)) {
            return rows.next();
        }
    }

    static long count(Statement statement, Connection connection, Dialect dialect) throws SQLException {
        try (var rows = open(statement, connection, dialect)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
