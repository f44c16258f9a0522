package io.polyport.odata.rows;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections for Vert.x' JDBC client, which up to 5.0.10 leaves a connection that has ended a transaction without
 * autocommit (its issue 356): what is written over it later is lost. Here it gets autocommit back at that moment.
 */
final class AutocommitGuard implements DataSource {
    private final DataSource source;

    AutocommitGuard(DataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return guarded(source.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return guarded(source.getConnection(user, password));
    }

    private static Connection guarded(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                AutocommitGuard.class.getClassLoader(), new Class<?>[] {Connection.class}, new Guarded(connection));
    }

    /** Used by one thread at a time, as connections are. */
    private static final class Guarded implements InvocationHandler {
        private final Connection connection;
        private boolean transactionEnded;

        Guarded(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "commit", "rollback" -> transactionEnded = arguments == null;
                case "setAutoCommit" -> {
                    boolean asked = (boolean) arguments[0];
                    connection.setAutoCommit(asked || transactionEnded);
                    transactionEnded = false;
                    return null;
                }
                default -> {}
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
