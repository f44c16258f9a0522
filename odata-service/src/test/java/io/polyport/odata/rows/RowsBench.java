package io.polyport.odata.rows;

import static io.polyport.odata.rows.Opened.sql;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Rows a second of a reader with a cheap writer, beside psql's {@code \copy} of the same rows; prints, judges nothing. */
final class RowsBench {
    private static final int ROUNDS = 5;

    private RowsBench() {}

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
        String select = "select " + WideTable.COLUMNS + " from wide order by k";
        for (DatabaseKind kind : DatabaseKind.values()) {
            if (arguments.length > 1 && !arguments[1].equalsIgnoreCase(kind.name())) {
                continue;
            }
            try (var opened = Opened.of(kind)) {
                WideTable.fill(opened, rows);
                var alone = ReadingSql.of(sql(select));
                var section = new ReadingSql(
                        sql(select),
                        List.of(new ReadingSql.Child(
                                sql("select k, line, what from part order by k, line"), List.of(0))),
                        Optional.empty(),
                        Optional.empty());
                for (int round = 0; round < ROUNDS; round++) {
                    if (kind == DatabaseKind.POSTGRESQL) {
                        print(kind, "psql \\copy", rows, copied(opened, select));
                    }
                    long cpu = cpu();
                    print(kind, "reader", rows, read(opened, alone, false));
                    long both = cpu();
                    print(kind, "reader with a section", rows, read(opened, section, true));
                    System.out.printf(
                            "    CPU of this program: %.2f and %.2f µs a row%n",
                            (both - cpu) / 1e3 / rows, (cpu() - both) / 1e3 / rows);
                }
            }
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long read(Opened opened, ReadingSql sql, boolean sections) {
        long begin = System.nanoTime();
        io.polyport.kit.fixtures.Waiting.value(
                opened.database
                        .reader()
                        .begin(Opened.CALLER, sql, found -> new LinesWriter(piece -> {}).write(found, sections))
                        .result(),
                java.time.Duration.ofMinutes(10));
        return System.nanoTime() - begin;
    }

    private static long copied(Opened opened, String select) throws IOException, InterruptedException {
        String url = opened.settings.url().substring("jdbc:".length()).replace("//", "//polyport@");
        long begin = System.nanoTime();
        var psql = new ProcessBuilder("psql", "-q", "-d", url, "-c", "\\copy (" + select + ") to '/dev/null'")
                .inheritIO()
                .start();
        if (psql.waitFor() != 0) {
            throw new IOException("psql failed");
        }
        return System.nanoTime() - begin;
    }

    private static void print(DatabaseKind kind, String what, long rows, long nanos) {
        System.out.printf("%s, %s: %,d rows/s (%,d ms)%n", kind, what, rows * 1_000_000_000 / nanos, nanos / 1_000_000);
    }
}
