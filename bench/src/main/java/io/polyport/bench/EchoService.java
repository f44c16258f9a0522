package io.polyport.bench;

import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.RuntimeSettings;
import java.util.List;

/** {@link EchoPart} as a program of its own, for the clustered bus. */
public final class EchoService {
    /** Its configuration. */
    public record Config(
            @Doc("The event bus.") BusConfig bus,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private static final Program<Config> PROGRAM = new Program<>(
            "echo-service",
            "The smallest service, for measurements.",
            Config.class,
            Config::runtime,
            BusStart.of(Config::bus),
            (config, surroundings) -> List.of(new EchoPart(
                    BusStart.member(config.bus(), surroundings.vertx()),
                    Runtime.getRuntime().availableProcessors())));

    private EchoService() {}

    public static void main(String[] args) {
        ProgramRunner.main(args, PROGRAM);
    }
}
