package io.polyport.system.transfers;

import io.polyport.kit.fixtures.Results;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link TransfersIT}, in full size. */
@Tag("long")
@Tag("transfers")
@DisplayName("Through gateway and FTP service as processes of 64 MiB heap and 32 MiB direct memory, in full size")
class TransfersLongIT {
    @RegisterExtension
    static final Results RESULTS = new Results("transfers", 3);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("GW-3 FT-13 FT-14 3 GiB go up and down unchanged, the reader slow for a while, in 256 MiB each")
    void largeFile(TestInfo test) {
        RESULTS.passed(test.getDisplayName(), LargeFile.run(folder, Scale.WHOLE));
    }

    @Test
    @DisplayName("GW-3 FT-40 200 transfers of 4 MiB at once arrive unchanged, up and down, in 256 MiB each")
    void manyAtOnce(TestInfo test) {
        RESULTS.passed(test.getDisplayName(), ManyAtOnce.run(folder, Scale.WHOLE));
    }

    @Test
    @DisplayName("GW-3 two services whose readers have stopped hold up neither small calls nor other transfers")
    void stoppedReaders(TestInfo test) {
        RESULTS.passed(test.getDisplayName(), StoppedReaders.run(folder, Scale.WHOLE));
    }
}
