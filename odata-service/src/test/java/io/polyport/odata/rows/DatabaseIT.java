package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.polyport.odata.problem.ODataException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.jdbcclient.JDBCPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The database of the application, H2 and PostgreSQL")
final class DatabaseIT {
    private static Future<Integer> insert(Pool pool, String value) {
        return pool.preparedQuery("insert into t values (?)")
                .execute(Tuple.of(value))
                .map(done -> done.rowCount());
    }

    private static String afterTransaction(Opened opened, Pool pool) throws SQLException {
        opened.run("create table t(v varchar(10) primary key)");
        Waiting.value(pool.withTransaction(
                connection -> connection.query("insert into t values ('in')").execute()));
        Waiting.value(insert(pool, "after"));
        return opened.value("select count(*) from t");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what is written alone after a transaction is there for others at once")
    void autocommit(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            assertThat(afterTransaction(opened, opened.database.pool())).isEqualTo("2");
        }
    }

    @Test
    @DisplayName("it would be lost without our guard (when this fails, Vert.x has mended it: throw the guard away)")
    void faultOfTheClient() throws Exception {
        try (var opened = Opened.of(DatabaseKind.H2)) {
            var unguarded = JDBCPool.pool(opened.vertx, opened.database.source(), new PoolOptions().setMaxSize(1));

            assertThat(afterTransaction(opened, unguarded)).isEqualTo("1");

            Waiting.value(unguarded.close());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a transaction whose work fails leaves nothing, and its connection serves the next one")
    void rolledBack(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            opened.run("create table t(v varchar(10) primary key)");
            var database = opened.database;
            var failed = database.transaction(connection -> connection
                    .query("insert into t values ('gone')")
                    .execute()
                    .compose(done -> Future.<String>failedFuture(new IllegalStateException("not posted"))));

            assertThatThrownBy(() -> Waiting.value(failed)).hasMessage("not posted");
            Waiting.value(database.transaction(connection ->
                    connection.query("insert into t values ('kept')").execute()));
            Waiting.value(insert(database.pool(), "after"));
            assertThat(opened.value("select min(v) from t")).isEqualTo("after");
            assertThat(opened.value("select count(*) from t")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a broken constraint of a transaction stays one; everything else is said without the database's words")
    void refusals(DatabaseKind kind) throws Exception {
        try (var opened = Opened.of(kind)) {
            opened.run("create table t(v varchar(10) primary key)", "insert into t values ('a')");
            var twice = opened.database.transaction(
                    connection -> connection.query("insert into t values ('a')").execute());
            var wrong = opened.database.transaction(connection ->
                    connection.query("insert into nowhere values ('a')").execute());

            assertThat(twice.toCompletionStage()
                            .toCompletableFuture()
                            .handle((done, failure) -> failure)
                            .get())
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).startsWith("23"));
            assertThatThrownBy(() -> Waiting.value(wrong))
                    .isInstanceOf(ODataException.class)
                    .hasMessageNotContaining("nowhere");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-65: a statement of a transaction has the statement timeout")
    void timeout(DatabaseKind kind) throws Exception {
        try (var opened =
                Opened.of(kind, settings -> Opened.limits(settings, 1, 1, Opened.LIMIT, Duration.ofMillis(300)))) {
            var late = opened.database.transaction(connection -> connection
                    .query(
                            kind == DatabaseKind.H2
                                    ? "select count(*) from system_range(1, 1000000) a, system_range(1, 1000000) b"
                                            + " where a.x * b.x = -1"
                                    : "select cast(pg_sleep(60) as text)")
                    .execute());

            assertThatThrownBy(() -> Waiting.value(late, Opened.LIMIT))
                    .asInstanceOf(InstanceOfAssertFactories.type(ODataException.class))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(504));
        }
    }

    @Test
    @DisplayName("a database that is not there is told when it is opened, with its address")
    void unreachable() {
        var vertx = Vertx.vertx();
        try {
            var settings = DatabaseSettings.at("jdbc:postgresql://127.0.0.1:1/none", Optional.of("nobody"));
            var opening = Database.open(vertx, settings, new SimpleMeterRegistry(), "test");

            assertThatThrownBy(() -> Waiting.value(opening))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("127.0.0.1:1/none");
        } finally {
            Waiting.value(vertx.close());
        }
    }
}
