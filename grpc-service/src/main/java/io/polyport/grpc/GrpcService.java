package io.polyport.grpc;

import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.RuntimeSettings;
import java.util.List;

/** The service as a program of its own. */
public final class GrpcService {
    /** The service's configuration as a program. */
    public record Config(
            @Doc("The service.") GrpcConfig grpc,
            @Doc("The event bus.") BusConfig bus,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    public static final Program<Config> PROGRAM = new Program<>(
            "grpc-service",
            "Calls gRPC servers for callers who speak HTTP to the gateway.",
            Config.class,
            Config::runtime,
            BusStart.of(Config::bus),
            (config, surroundings) -> List.of(new GrpcPart(
                    config.grpc(),
                    BusStart.member(config.bus(), surroundings.vertx()),
                    surroundings,
                    Program.version(GrpcService.class),
                    Runtime.getRuntime().availableProcessors())));

    private GrpcService() {}

    public static void main(String[] args) {
        ProgramRunner.main(args, PROGRAM);
    }
}
