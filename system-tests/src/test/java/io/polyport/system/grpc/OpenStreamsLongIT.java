package io.polyport.system.grpc;

import io.polyport.kit.fixtures.Results;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link OpenStreamsIT}, in full size. */
@Tag("long")
@Tag("grpc-streams")
@DisplayName("Through gateway and gRPC service as processes, in full size")
class OpenStreamsLongIT {
    @RegisterExtension
    static final Results RESULTS = new Results("grpc-streams", 2);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("GR-24 10,000 streams stand open in one service and all of them work, in 1 GiB")
    void standOpen(TestInfo test) {
        RESULTS.passed(test.getDisplayName(), OpenStreams.standOpen(folder, StreamsScale.WHOLE));
    }

    @Test
    @DisplayName(
            "GR-24 GR-26 400 readers who stop keep the far server's senders blocked, and the service's memory flat")
    void stoppedReaders(TestInfo test) {
        RESULTS.passed(test.getDisplayName(), OpenStreams.stoppedReaders(folder, StreamsScale.WHOLE));
    }
}
