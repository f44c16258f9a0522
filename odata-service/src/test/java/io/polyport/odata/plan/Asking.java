package io.polyport.odata.plan;

import io.polyport.odata.access.Caller;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.Model;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Statement;
import io.polyport.odata.sql.Dialect;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks a test's database as a caller does, and shows the answer as text. */
record Asking(TestBase base, Model published, ReadLimits limits, Caller caller) {
    static final Caller ANYBODY = new Caller(Set.of(), Map.of(), Map.of(), "ru");

    static Asking of(TestBase base) {
        return new Asking(base, base.model(), ReadLimits.defaults(), ANYBODY);
    }

    Asking as(Caller other) {
        return new Asking(base, published, limits, other);
    }

    Asking within(ReadLimits other) {
        return new Asking(base, published, other, caller);
    }

    Asking publishing(String... patterns) {
        return new Asking(base, base.model().published(List.of(patterns)), limits, caller);
    }

    static Plan plan(Model whole, Model published, ReadLimits limits, Caller caller, String url) {
        String text = Keyed.url(url);
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        String query =
                mark < 0 ? "" : text.substring(mark + 1).replace("%", "%25").replace("+", "%2B");
        var parsed = UrlParser.parse("/" + path, query, Limits.defaults());
        var planner =
                new Planner(whole, published, limits, condition -> UrlParser.condition(condition, Limits.defaults()));
        return planner.plan(parsed, caller);
    }

    Plan plan(String url) {
        return plan(base.model(), published, limits, caller, url);
    }

    /** Lines for entities, digits for a number, {@code status/code} for a refusal. */
    String get(String url) {
        try (var connection = base.connect()) {
            connection.setAutoCommit(false);
            return answer(plan(url), connection);
        } catch (ODataException refused) {
            return refused.status() + "/" + refused.code().code();
        } catch (SQLException fault) {
            throw new IllegalStateException(url, fault);
        }
    }

    private String answer(Plan plan, Connection connection) throws SQLException {
        return switch (plan) {
            case Plan.ServiceDocument document -> "service document";
            case Plan.Metadata metadata -> "metadata";
            case Plan.Entities entities -> rows(entities.reading(), connection);
            case Plan.VirtualRows virtual -> rows(virtual.reading(), connection);
            case Plan.One one -> one(one.reading(), connection);
            case Plan.Count count -> {
                if (count.forbidden().isPresent() && finds(count.forbidden().get(), connection)) {
                    yield "401/20";
                }
                yield String.valueOf(RunStatement.count(count.count(), connection, dialect()));
            }
            case Plan.PropertyValue value -> (value.raw() ? "raw " : "") + one(value.reading(), connection);
            case Plan.Stream stream -> "stream " + one(stream.reading(), connection);
            case Plan.Links links -> "links " + links.reading().set().name() + " " + one(links.reading(), connection);
        };
    }

    private String one(Reading reading, Connection connection) throws SQLException {
        String text = rows(reading, connection);
        return text.isEmpty() ? "404/9" : text;
    }

    private String rows(Reading reading, Connection connection) throws SQLException {
        if (reading.forbidden().isPresent() && finds(reading.forbidden().get(), connection)) {
            return "401/20";
        }
        if (reading.excess().isPresent() && finds(reading.excess().get().row(), connection)) {
            throw reading.excess().get().refusal();
        }
        String count = reading.count().isPresent()
                ? RunStatement.count(reading.count().get(), connection, dialect()) + " in all\n"
                : "";
        return count + String.join("\n", ShownRows.of(reading, connection, dialect()));
    }

    private boolean finds(Statement statement, Connection connection) throws SQLException {
        return RunStatement.finds(statement, connection, dialect());
    }

    Dialect dialect() {
        return base.kind() == TestBase.Kind.H2 ? Dialect.H2 : Dialect.POSTGRESQL;
    }
}
