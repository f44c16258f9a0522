package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Readings from H2 and PostgreSQL")
final class ReaderIT {
    private static final ReadingSql.Child LINES = child("select o, l from line order by o, l");
    private static final ReadingSql.Child NOTES = child("select o, n from note order by o, n");

    private static ReadingSql.Child child(String text) {
        return new ReadingSql.Child(sql(text), List.of(0));
    }

    /** Five orders; order n has n - 1 lines, the second and the last one a note. */
    private static Opened orders(DatabaseKind kind) throws Exception {
        var opened = Opened.of(kind);
        opened.run(
                "create table orders(o uuid primary key, title varchar(20))",
                "create table line(o uuid, l int)",
                "create table note(o uuid, n int)");
        for (int order = 1; order <= 5; order++) {
            opened.run("insert into orders values ('" + key(order) + "', 'order " + order + "')");
            for (int line = 1; line < order; line++) {
                opened.run("insert into line values ('" + key(order) + "', " + line + ")");
            }
        }
        opened.run("insert into note values ('" + key(2) + "', 7)", "insert into note values ('" + key(5) + "', 8)");
        return opened;
    }

    private static String key(int order) {
        return "00000000-0000-0000-0000-00000000000" + order;
    }

    private static ReadingSql reading(ReadingSql.Child... children) {
        return new ReadingSql(
                sql("select o, title from orders order by o"), List.of(children), Optional.empty(), Optional.empty());
    }

    private static List<Integer> numbers(Cursor.Children children) {
        var numbers = new ArrayList<Integer>();
        while (children.next()) {
            numbers.add(children.row().number(1).intValueExact());
        }
        return numbers;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-61: every entity gets the rows of its sections, which two more statements read side by side")
    void sideBySide(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            List<String> shown = opened.read(reading(LINES, NOTES), found -> {
                var seen = new ArrayList<String>();
                Cursor rows = found.rows();
                while (rows.next()) {
                    seen.add(rows.row().text(1) + numbers(rows.child(0)) + numbers(rows.child(1)));
                }
                return seen;
            });

            assertThat(shown)
                    .containsExactly(
                            "order 1[][]",
                            "order 2[1][7]",
                            "order 3[1, 2][]",
                            "order 4[1, 2, 3][]",
                            "order 5[1, 2, 3, 4][8]");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-61: section rows that nobody walks are passed over, those of the next entity are not lost")
    void passedOver(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            List<Integer> shown = opened.read(reading(LINES), found -> {
                Cursor rows = found.rows();
                for (int order = 1; order <= 4; order++) {
                    assertThat(rows.next()).isTrue();
                }
                assertThat(rows.child(0).next()).isTrue();
                assertThat(rows.next()).isTrue();
                List<Integer> last = numbers(rows.child(0));
                assertThat(rows.child(0).next()).isFalse();
                assertThat(rows.next()).isFalse();
                return last;
            });

            assertThat(shown).containsExactly(1, 2, 3, 4);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a section row that belongs to no entity ends the reading instead of being left out")
    void orphan(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            opened.run("insert into line values ('" + key(9) + "', 1)");

            assertThatThrownBy(() -> opened.read(reading(LINES), found -> {
                        while (found.rows().next()) {
                            numbers(found.rows().child(0));
                        }
                        return "";
                    }))
                    .asInstanceOf(InstanceOfAssertFactories.type(ODataException.class))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(500));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("section rows in another order than their entities end the reading too")
    void otherOrder(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            var backwards = reading(child("select o, l from line order by o desc, l"));

            assertThatThrownBy(() -> opened.read(backwards, found -> {
                        while (found.rows().next()) {
                            numbers(found.rows().child(0));
                        }
                        return "";
                    }))
                    .isInstanceOf(ODataException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("all statements of a reading see the same state, whatever is written meanwhile")
    void sameState(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            var sql = new ReadingSql(
                    sql("select o, title from orders order by o"),
                    List.of(LINES),
                    Optional.of(sql("select count(*) from orders")),
                    Optional.empty());
            List<Integer> shown = opened.read(sql, found -> {
                try {
                    opened.run(
                            "delete from line",
                            "insert into line values ('" + key(1) + "', 9)",
                            "delete from orders where o <> '" + key(1) + "'");
                } catch (java.sql.SQLException broken) {
                    throw new AssertionError(broken);
                }
                var counts = new ArrayList<Integer>();
                while (found.rows().next()) {
                    counts.add(numbers(found.rows().child(0)).size());
                }
                assertThat(found.count()).hasValue(5);
                return counts;
            });

            assertThat(shown).containsExactly(0, 1, 2, 3, 4);
            assertThat(opened.value("select count(*) from orders")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a row that the caller may not see refuses the whole reading with 401 before a row is read (OD-29)")
    void forbidden(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            var sql = new ReadingSql(
                    sql("select o from orders"),
                    List.of(),
                    Optional.empty(),
                    Optional.of(sql("select 1 from orders where title = ? limit 1", "order 3")));
            var worked = new ArrayList<String>();

            assertThatThrownBy(() -> opened.read(sql, found -> worked.add("yes")))
                    .asInstanceOf(InstanceOfAssertFactories.type(ODataException.class))
                    .satisfies(refusal -> {
                        assertThat(refusal.code()).isEqualTo(InnerCode.ACCESS_DENIED);
                        assertThat(refusal.status()).isEqualTo(401);
                        assertThat(refusal.text("ru")).contains("allowedOnly=true");
                    });
            assertThat(worked).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-65: a row beyond the most that one answer may have refuses the reading before a row is read")
    void excess(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            var refusal = new ODataException(InnerCode.BAD_OPTION, "слишком много строк", "too many rows");
            var worked = new ArrayList<String>();

            assertThatThrownBy(() -> opened.read(atMost(4, refusal), found -> worked.add("five")))
                    .hasMessageContaining("too many rows");
            opened.read(atMost(5, refusal), found -> worked.add("within"));

            assertThat(worked).containsExactly("within");
        }
    }

    private static ReadingSql atMost(int rows, ODataException refusal) {
        return new ReadingSql(
                sql("select o from orders"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ReadingSql.Excess(
                        sql("select 1 from orders order by o offset " + rows + " rows fetch next 1 rows only"),
                        refusal)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what the database says of a wrong statement stays in the log; the connection serves the next reading")
    void refusedStatement(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            assertThatThrownBy(() -> opened.read(ReadingSql.of(sql("select secret from nowhere")), Found::count))
                    .isInstanceOf(ODataException.class)
                    .hasMessageNotContaining("nowhere")
                    .hasMessageContaining("its log has the cause");
            assertThat(opened.<Boolean>read(reading(), found -> found.rows().next()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("rows are counted for the operator")
    void meters(DatabaseKind kind) throws Exception {
        try (var opened = orders(kind)) {
            opened.read(ReadingSql.of(sql("select n from " + opened.numbers(2_500))), found -> {
                while (found.rows().next()) {
                    assertThat(opened.meter("polyport.odata.readings.running")).isEqualTo(1);
                }
                return "";
            });
            assertThat(opened.meter("polyport.odata.rows")).isEqualTo(2_500);
            assertThat(opened.meter("polyport.odata.readings.running")).isZero();
        }
    }
}
