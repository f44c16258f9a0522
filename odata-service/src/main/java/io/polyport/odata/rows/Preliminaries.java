package io.polyport.odata.rows;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.sql.SqlQuery;
import java.util.OptionalLong;

/** What is known before the first row: whether the caller may see all that he asks for, and how many rows there are. */
final class Preliminaries {
    private final Running<?> running;
    private final ReadingSql sql;

    Preliminaries(Running<?> running, ReadingSql sql) {
        this.running = running;
        this.sql = sql;
    }

    Found found() {
        check();
        OptionalLong count = sql.count().map(this::count).orElse(OptionalLong.empty());
        return new Found(count, new MergedCursor(running, running.open(sql.rows()), sql.children()));
    }

    /** Fails unless the caller may see all of it. */
    void check() {
        sql.forbidden().ifPresent(this::requireNone);
        sql.excess().ifPresent(excess -> {
            if (running.open(excess.row()).next()) {
                throw excess.refusal();
            }
        });
    }

    private void requireNone(SqlQuery forbidden) {
        if (running.open(forbidden).next()) {
            throw new ODataException(
                    InnerCode.ACCESS_DENIED,
                    "Недостаточно прав: в запрошенных данных есть недоступные вам. Добавьте в запрос allowedOnly=true, чтобы"
                            + " получить только доступные.",
                    "Some of what you ask for may not be seen by you. Add allowedOnly=true to get only what may.");
        }
    }

    private OptionalLong count(SqlQuery query) {
        Results results = running.open(query);
        if (!results.next()) {
            throw new IllegalStateException("the statement that counts has answered no row");
        }
        return OptionalLong.of(results.row().number(0).longValueExact());
    }
}
