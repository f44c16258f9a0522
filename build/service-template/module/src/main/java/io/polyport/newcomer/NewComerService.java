package io.polyport.newcomer;

import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.RuntimeSettings;
import java.util.List;

/** The service as a program of its own. */
public final class NewComerService {
    /** The service's configuration as a program. */
    public record Config(
            @Doc("The service.") NewComerConfig newcomer,
            @Doc("The event bus.") BusConfig bus,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    public static final Program<Config> PROGRAM = new Program<>(
            "new-comer-service",
            "Fetches greetings from a server for callers who speak HTTP to the gateway.",
            Config.class,
            Config::runtime,
            BusStart.of(Config::bus),
            (config, surroundings) -> List.of(new NewComerPart(
                    config.newcomer(),
                    BusStart.member(config.bus(), surroundings.vertx()),
                    surroundings,
                    Program.version(NewComerService.class),
                    Runtime.getRuntime().availableProcessors())));

    private NewComerService() {}

    public static void main(String[] args) {
        ProgramRunner.main(args, PROGRAM);
    }
}
