package io.polyport.odata.rows;

import io.polyport.kit.fixtures.Results;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@Tag("odata-rows")
@DisplayName("3,000,000 rows of 20 columns with a section row each, out of a program of 64 MiB heap")
final class MemoryLongIT {
    private static final long ROWS = 3_000_000;

    @RegisterExtension
    static final Results RESULTS = new Results("odata-rows", 2);

    @Test
    @DisplayName("OD-60: from an H2 file, in memory that stays flat")
    void h2(@TempDir Path folder) throws Exception {
        keep("OD-60: from an H2 file", "H2", SmallHeap.run(Opened.inFile(folder), ROWS));
    }

    @Test
    @DisplayName("OD-60: from PostgreSQL, in memory that stays flat")
    void postgresql() throws Exception {
        try (var opened = Opened.of(DatabaseKind.POSTGRESQL)) {
            keep("OD-60: from PostgreSQL", "PostgreSQL", SmallHeap.run(opened, ROWS));
        }
    }

    private static void keep(String test, String database, JsonObject figures) {
        RESULTS.passed(test, new JsonObject().put(database, figures));
    }
}
