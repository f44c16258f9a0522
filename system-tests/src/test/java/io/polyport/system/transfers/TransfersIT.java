package io.polyport.system.transfers;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Through gateway and FTP service as processes of 64 MiB heap and 32 MiB direct memory")
class TransfersIT {
    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "GW-3 FT-13 FT-14 a large file goes up and down unchanged, its reader slow for a while, in 256 MiB each")
    void largeFile() {
        LargeFile.run(folder, Scale.SHORT);
    }

    @Test
    @DisplayName("GW-3 FT-40 200 transfers at once arrive unchanged, up and down, in 256 MiB each")
    void manyAtOnce() {
        ManyAtOnce.run(folder, Scale.SHORT);
    }

    @Test
    @DisplayName("GW-3 two services whose readers have stopped hold up neither small calls nor other transfers")
    void stoppedReaders() {
        StoppedReaders.run(folder, Scale.SHORT);
    }
}
