package io.polyport.system.uploads;

import io.polyport.ftp.protocol.KillableServer;
import io.polyport.kit.fixtures.Results;
import io.polyport.store.PostgresServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link CutUploadsIT}, in full size, with callers who hang up, too. */
@Tag("long")
@Tag("uploads")
@DisplayName("Uploads that are cut, in full size")
class CutUploadsLongIT {
    static final int WHOLE = 1_000;

    @RegisterExtension
    static final Results RESULTS = new Results("uploads", 1);

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "FT-14 FT-25 of 1000 that callers, killed services and killed FTP servers cut, none is ever half a file")
    void cut(TestInfo test) throws Exception {
        Assumptions.assumeTrue(PostgresServer.obstacle() == null, PostgresServer.obstacle());
        long seed = Long.getLong("polyport.cut.seed", System.nanoTime());
        System.err.println("Cut uploads: -Dpolyport.cut.seed=" + seed);
        var figures = new JsonObject().put("seed", seed);
        var servers = KillableServer.all();
        try (var database = PostgresServer.start()) {
            for (var server : servers) {
                Path own = Files.createDirectory(folder.resolve(server.toString()));
                try (var uploads = new CutUploads(own, database, server, seed)) {
                    figures.put(server.toString(), uploads.run(WHOLE / servers.size()));
                }
            }
        }
        RESULTS.passed(test.getDisplayName(), figures);
    }
}
