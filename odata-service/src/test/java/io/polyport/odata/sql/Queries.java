package io.polyport.odata.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs queries as their Javadoc says that they are to be bound. */
final class Queries {
    private Queries() {}

    static List<List<Object>> rows(Connection connection, SqlQuery query) throws SQLException {
        try (var statement = connection.prepareStatement(query.text())) {
            for (int i = 0; i < query.values().size(); i++) {
                switch (query.values().get(i)) {
                    case String text -> statement.setString(i + 1, text);
                    case java.math.BigDecimal number -> statement.setBigDecimal(i + 1, number);
                    case Long number -> statement.setLong(i + 1, number);
                    case Boolean flag -> statement.setBoolean(i + 1, flag);
                    case Object other -> statement.setObject(i + 1, other);
                }
            }
            var rows = new ArrayList<List<Object>>();
            try (var result = statement.executeQuery()) {
                int width = result.getMetaData().getColumnCount();
                while (result.next()) {
                    var row = new ArrayList<Object>();
                    for (int i = 1; i <= width; i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in " + query, e.getSQLState(), e);
        }
    }
}
