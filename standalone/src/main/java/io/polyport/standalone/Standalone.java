package io.polyport.standalone;

import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.VertxStart;
import java.util.List;

/** The gateway and every service in one JVM. */
public final class Standalone {
    public static final Program<StandaloneConfig> PROGRAM = new Program<>(
            "standalone",
            "Polyport in one process: the gateway, every service, and demo servers to try them with.",
            StandaloneConfig.class,
            StandaloneConfig::runtime,
            VertxStart.local(),
            (config, surroundings) -> List.of(new HousePart(config, surroundings)));

    private Standalone() {}

    public static void main(String[] args) {
        ProgramRunner.main(args, PROGRAM);
    }
}
