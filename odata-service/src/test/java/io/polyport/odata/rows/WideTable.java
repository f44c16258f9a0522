package io.polyport.odata.rows;

import java.sql.SQLException;

/** A table of twenty columns of all kinds, each row some 300 bytes, and a section with one row for each of its rows. */
final class WideTable {
    static final String COLUMNS = "k, g2, g3, m1, m2, n1, n2, t1, t2, t3, t4, t5, t6, t7, t8, b1, b2, b3, i1, i2";

    /** H2 keeps the whole of a transaction until its end. */
    private static final long AT_ONCE = 100_000;

    private WideTable() {}

    static void fill(Opened opened, long rows) throws SQLException {
        boolean h2 = opened.settings.kind() == DatabaseKind.H2;
        String guid =
                h2 ? "cast(lpad(cast(n as varchar), 32, '0') as uuid)" : "cast(lpad(cast(n as text), 32, '0') as uuid)";
        String moment = "timestamp '2020-01-01 00:00:00' + n * interval '1' second";
        String text = h2 ? "varchar(100)" : "varchar(100) collate \"C\"";
        opened.run(
                "create table wide(k uuid not null, g2 uuid not null, g3 uuid not null, m1 timestamp not null,"
                        + " m2 timestamp not null, n1 numeric(15,2) not null, n2 numeric(15,3) not null, "
                        + "t1 T, t2 T, t3 T, t4 T, t5 T, t6 T, t7 T, t8 T,".replace("T", text + " not null")
                        + " b1 boolean not null, b2 boolean not null, b3 boolean not null,"
                        + " i1 numeric(10,0) not null, i2 numeric(18,0) not null, primary key (k))",
                "create table part(k uuid not null, line numeric(5,0) not null, what " + text
                        + " not null, primary key (k, line))");
        for (long first = 1; first <= rows; first += AT_ONCE) {
            String numbers = opened.numbers(first, Math.min(rows, first + AT_ONCE - 1));
            opened.run(
                    "insert into wide select " + guid + ", " + guid + ", " + guid + ", " + moment + ", " + moment
                            + ", n * 1.25, n / 3, 'Товар ' || n, 'Артикул \"' || n || '\"', 'a' || n,"
                            + " 'Ещё немного текста', 'x', '', 'Комментарий', 'строка' || n, true, false, n > 10, n, n * 1000"
                            + " from " + numbers,
                    "insert into part select " + guid + ", 1, 'Часть ' || n from " + numbers);
        }
        opened.run(h2 ? "analyze" : "analyze wide");
    }
}
