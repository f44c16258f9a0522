package io.polyport.bench;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPart;
import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayPart;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.GrpcPart;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.runtime.VertxStart;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.odata.OdataConfig;
import io.polyport.odata.OdataPart;
import io.polyport.store.StateSettings;
import java.util.List;
import java.util.function.Supplier;

/** The gateway, its three services, and {@link EchoPart} in one process on a local bus, as standalone has them. */
public final class LocalHouse {
    /** Its configuration. */
    public record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The FTP service.") FtpConfig ftp,
            @Doc("The gRPC service.") GrpcConfig grpc,
            @Doc("The OData service.") OdataConfig odata,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private static final Program<Config> PROGRAM = new Program<>(
            "local-house",
            "The house in one process, for measurements.",
            Config.class,
            Config::runtime,
            VertxStart.local(),
            LocalHouse::parts);

    private LocalHouse() {}

    public static void main(String[] args) {
        ProgramRunner.main(args, PROGRAM);
    }

    private static List<Part> parts(Config config, Surroundings around) {
        Keyring keys = BusStart.ownKeys();
        // Members share one heap.
        var streams = StreamSettings.forHeap(Runtime.getRuntime().maxMemory() / 2);
        Supplier<BusMember> member = () -> BusStart.member(keys, streams, around.vertx());
        int loops = Runtime.getRuntime().availableProcessors();
        return List.of(
                new FtpPart(config.ftp().withState(StateSettings.none()), member.get(), around, "bench", loops),
                new GrpcPart(config.grpc(), member.get(), around, "bench", loops),
                new OdataPart(config.odata(), member.get(), around, "bench", loops),
                new EchoPart(member.get(), loops),
                new GatewayPart(config.gateway(), member.get(), around, "bench", loops));
    }
}
