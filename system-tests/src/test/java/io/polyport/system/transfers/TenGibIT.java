package io.polyport.system.transfers;

import io.polyport.kit.fixtures.Results;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The large file of {@link TransfersIT} at its largest. Takes as much room on the disk, once. */
@Tag("long")
@Tag("ten-gib")
@DisplayName("10 GiB through gateway and FTP service as processes of 64 MiB heap (-Xmx64m) and 32 MiB direct memory")
class TenGibIT {
    @RegisterExtension
    static final Results RESULTS = new Results("ten-gib", 1);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("FT-13 FT-14 FT-40 10 GiB go up and down, every byte compared, the reader slow for a while")
    void tenGib(TestInfo test) {
        RESULTS.passed(test.getDisplayName(), LargeFile.run(folder, Scale.LARGEST));
    }
}
