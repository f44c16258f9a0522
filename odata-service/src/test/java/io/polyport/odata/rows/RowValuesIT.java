package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Values of H2 and PostgreSQL come out as they were bound")
final class RowValuesIT {
    private static final String COLUMNS = "t, n, f, m, u, b";
    private static final List<Object> EMPTY = values("", "0.00", false, "0001-01-01T00:00:00", new UUID(0, 0));
    private static final List<List<Object>> ROWS = List.of(
            EMPTY,
            values("Ёж \"и\" 'ёлка'\n\t\\ 😀", "-12.50", true, "2026-03-29T02:30:00", UUID.randomUUID()),
            // Moscow's clock skipped this hour.
            values("x".repeat(300), "9999999999999.99", true, "1981-04-01T00:30:00", new UUID(-1, -1)),
            values(" a ", "0.01", false, "3999-12-31T23:59:59", new UUID(1, 2)),
            values("12345678", "12345678.00", false, "0001-01-01T10:20:30", new UUID(Long.MIN_VALUE, 3)),
            values("й", "-0.50", true, "1582-10-10T12:00:00", new UUID(5, Long.MAX_VALUE)));

    private final TimeZone zone = TimeZone.getDefault();

    private static List<Object> values(String text, String number, boolean flag, String moment, UUID guid) {
        return List.of(
                text,
                new BigDecimal(number),
                flag,
                LocalDateTime.parse(moment),
                guid,
                (text + "\0\1").getBytes(StandardCharsets.UTF_16LE));
    }

    @BeforeEach
    void inMoscow() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Moscow"));
    }

    @AfterEach
    void back() {
        TimeZone.setDefault(zone);
    }

    private static Opened filled(DatabaseKind kind) throws Exception {
        // One connection, which sees the same statement often enough that PostgreSQL's driver begins to ask for binary
        // values.
        var opened =
                Opened.of(kind, settings -> Opened.limits(settings, 1, 10, Opened.LIMIT, settings.statementTimeout()));
        opened.run("create table v(i bigint, t varchar(400), n numeric(15,2), f boolean, m timestamp, u uuid, b "
                + (kind == DatabaseKind.H2 ? "varbinary" : "bytea") + ", gone varchar(10))");
        try (var connection = opened.connect();
                var insert =
                        connection.prepareStatement("insert into v(" + COLUMNS + ", i) values (?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < ROWS.size(); i++) {
                var values = new ArrayList<>(ROWS.get(i));
                values.add((long) i);
                BoundValues.bind(insert, values);
                insert.execute();
            }
        }
        return opened;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "texts, numbers, moments outside of the clock, UUIDs and bytes, over the wire as text and in binary form")
    void values(DatabaseKind kind) throws Exception {
        try (var opened = filled(kind)) {
            for (int round = 0; round < 8; round++) {
                opened.read(
                        ReadingSql.of(sql("select " + COLUMNS + ", gone, i from v order by i")), RowValuesIT::compared);
            }
        }
    }

    private static String compared(Found found) {
        Cursor rows = found.rows();
        for (int i = 0; i < ROWS.size(); i++) {
            assertThat(rows.next()).isTrue();
            List<Object> expected = ROWS.get(i);
            Row row = rows.row();
            String text = (String) expected.getFirst();
            assertThat(row.text(0)).isEqualTo(text);
            assertThat(row.utf8(0)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            assertThat(row.number(1)).isEqualTo(expected.get(1));
            assertThat(row.decimal(1))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(expected.get(1).toString());
            assertThat(row.flag(2)).isEqualTo(expected.get(2));
            assertThat(row.moment(3)).isEqualTo(expected.get(3));
            assertThat(row.guid(4)).isEqualTo(expected.get(4));
            assertThat(row.bytes(5)).isEqualTo((byte[]) expected.get(5));
            assertThat(row.isNull(6)).isTrue();
            assertThat(row.decimal(7)).asString(StandardCharsets.US_ASCII).isEqualTo(Integer.toString(i));
            for (int column = 0; column < 6; column++) {
                assertThat(row.isNull(column)).isFalse();
            }
        }
        assertThat(rows.next()).isFalse();
        return "";
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a bound value is equal to the stored one")
    void bound(DatabaseKind kind) throws Exception {
        try (var opened = filled(kind)) {
            for (List<Object> values : ROWS) {
                var query = sql(
                        "select i from v where t = ? and n = ? and f = ? and m = ? and u = ? and b = ?",
                        values.toArray());
                assertThat(opened.<Boolean>read(
                                ReadingSql.of(query), found -> found.rows().next()))
                        .as("%s", values)
                        .isTrue();
            }
        }
    }
}
