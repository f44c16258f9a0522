package io.polyport.gateway;

import io.polyport.gateway.identity.TokenCommand;
import io.polyport.gateway.password.HashPasswordCommand;
import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Command;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.ProgramRunner;
import io.polyport.kit.runtime.RuntimeSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The gateway as a program of its own. */
public final class Gateway {
    /** The gateway's configuration as a program. */
    public record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The event bus.") BusConfig bus,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    public static final Program<Config> PROGRAM = new Program<>(
            "gateway",
            "The HTTP edge of Polyport: TLS, tokens, policies, and the way to the services over the event bus.",
            Config.class,
            Config::runtime,
            BusStart.of(Config::bus),
            (config, surroundings) -> List.of(new GatewayPart(
                    config.gateway(),
                    BusStart.member(config.bus(), surroundings.vertx()),
                    surroundings,
                    Program.version(Gateway.class),
                    Runtime.getRuntime().availableProcessors())));

    private Gateway() {}

    public static void main(String[] args) {
        List<String> arguments = args.length == 0 ? List.of() : List.of(args).subList(1, args.length);
        switch (args.length == 0 ? "" : args[0]) {
            case "token" -> Command.run("gateway token", () -> TokenCommand.run(arguments, Clock.systemUTC()));
            case "hash-password" ->
                Command.run(
                        "gateway hash-password",
                        () -> HashPasswordCommand.run(arguments, System.in, Gateway::askedPassword));
            default -> ProgramRunner.main(args, PROGRAM);
        }
    }

    /** What is typed is not shown. */
    private static Optional<String> askedPassword() {
        return Optional.ofNullable(System.console())
                .map(console -> console.readPassword("Password: "))
                .map(String::new);
    }
}
