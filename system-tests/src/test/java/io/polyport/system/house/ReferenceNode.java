package io.polyport.system.house;

import io.polyport.kit.bus.BusConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.cluster.ClusteredBus;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.config.Doc;
import io.polyport.kit.fixtures.ChildProgram;
import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.fixtures.ReferenceService;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The reference service as a program of its own; its parent may also have it call others over the bus. */
public final class ReferenceNode {
    /** A configuration with the bus only. */
    public record Config(@Doc("The event bus.") BusConfig bus) {}

    private ReferenceNode() {}

    public static void main(String[] args) throws IOException {
        var config = ConfigLoader.load(Config.class, List.of(Path.of(args[0])), Map.of());
        var start = Duration.ofSeconds(60);
        var bus = Waiting.value(
                ClusteredBus.start(config.bus().cluster().orElseThrow().settings(), new VertxOptions()), start);
        var member = BusStart.member(config.bus(), bus.vertx());
        Waiting.value(new ReferenceService().start(member, 2), start);
        var caller = Waiting.value(HouseCaller.open(member), start);
        ChildProgram.serve((command, arguments) -> switch (command) {
            case "instance" -> java.util.concurrent.CompletableFuture.completedStage(member.instance());
            case "call" -> call(caller, arguments.get(0), arguments.get(1), arguments.get(2));
            case "send" ->
                bus.vertx()
                        .eventBus()
                        .request(
                                arguments.get(0),
                                Buffer.buffer("no seal at all"),
                                new DeliveryOptions().setSendTimeout(20_000))
                        .map(reply -> "answered " + reply.body())
                        .toCompletionStage();
            default -> throw new IllegalArgumentException(command);
        });
    }

    /** The status of the answer, or the code of the problem. */
    private static CompletionStage<String> call(HouseCaller caller, String service, String instance, String operation) {
        return caller.call(
                        service,
                        instance,
                        HouseCaller.envelope(operation, Map.of(), "", Envelope.Body.NONE, Duration.ofSeconds(20)))
                .map(answer -> Integer.toString(answer.status()))
                .otherwise(failure -> failure instanceof ProblemException problem
                        ? problem.problem().code()
                        : failure.toString())
                .toCompletionStage();
    }
}
