package io.polyport.odata;

import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.RuntimeSettings;
import java.util.List;

/** The service as a program of its own. */
public final class OdataService {
    /** The service's configuration as a program. */
    public record Config(
            @Doc("The service.") OdataConfig odata,
            @Doc("The event bus.") BusConfig bus,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    public static final Program<Config> PROGRAM = new Program<>(
            "odata-service",
            "Publishes objects of applications over OData 3 as 1C:Enterprise does.",
            Config.class,
            Config::runtime,
            BusStart.of(Config::bus),
            (config, surroundings) -> List.of(new OdataPart(
                    config.odata(),
                    BusStart.member(config.bus(), surroundings.vertx()),
                    surroundings,
                    Program.version(OdataService.class),
                    Runtime.getRuntime().availableProcessors())));

    private OdataService() {}

    public static void main(String[] args) {
        ProgramRunner.main(args, PROGRAM);
    }
}
