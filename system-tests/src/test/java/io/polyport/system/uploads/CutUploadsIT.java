package io.polyport.system.uploads;

import io.polyport.ftp.protocol.KillableServer;
import io.polyport.store.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Uploads that are cut")
class CutUploadsIT {
    /** Of the whole, which {@code make test-long} does. */
    private static final int SHARE = 20;

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "FT-14 FT-25 cut by a killed service or a killed FTP server, none is ever half a file, and none leaves anything")
    void cut() throws Exception {
        Assumptions.assumeTrue(PostgresServer.obstacle() == null, PostgresServer.obstacle());
        long seed = Long.getLong("polyport.cut.seed", System.nanoTime());
        var servers = KillableServer.all();
        for (var spare : servers.subList(1, servers.size())) {
            spare.close();
        }
        try (var database = PostgresServer.start();
                var uploads = new CutUploads(folder, database, servers.getFirst(), seed)) {
            System.err.println("Cut uploads: " + SHARE + " of " + CutUploadsLongIT.WHOLE + " ("
                    + 100 * SHARE / CutUploadsLongIT.WHOLE + " %; the whole in make test-long), -Dpolyport.cut.seed="
                    + seed);
            System.err.println("Cut uploads: " + uploads.run(SHARE));
        }
    }
}
