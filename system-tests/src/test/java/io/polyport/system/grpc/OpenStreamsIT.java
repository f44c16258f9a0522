package io.polyport.system.grpc;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Through gateway and gRPC service as processes")
class OpenStreamsIT {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("GR-24 many streams stand open in one service and all of them work, in 1 GiB")
    void standOpen() {
        OpenStreams.standOpen(folder, StreamsScale.SHORT);
    }

    @Test
    @DisplayName("GR-24 GR-26 readers who stop keep the far server's senders blocked, and the service's memory flat")
    void stoppedReaders() {
        OpenStreams.stoppedReaders(folder, StreamsScale.SHORT);
    }
}
