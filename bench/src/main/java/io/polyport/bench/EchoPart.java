package io.polyport.bench;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.runtime.Part;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The smallest service: one operation that answers at once. What a call through it costs is the house's own cost. */
final class EchoPart implements Part {
    private final BusMember member;
    private final int loops;
    private ServiceHost host;

    EchoPart(BusMember member, int loops) {
        this.member = member;
        this.loops = loops;
    }

    @Override
    public String name() {
        return "echo-service";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        var contract = Contract.load(EchoPart.class.getClassLoader(), "echo/openapi.yaml");
        var operations = new OperationTable().with("echo.greet", EchoPart::greet);
        return ServiceHost.start(
                        member,
                        new ServiceHost.Definition(
                                "echo",
                                "1",
                                List.of("/api/v1/echo"),
                                new JsonObject(),
                                contract,
                                loops,
                                LoopChooser.WHERE_IT_ARRIVED,
                                loop -> Future.succeededFuture(() -> operations)))
                .onSuccess(started -> host = started)
                .mapEmpty();
    }

    private static Future<Answer> greet(Call call) {
        return Future.succeededFuture(new Answer.Whole(
                200,
                List.of(Map.entry("content-type", "application/json")),
                Greeting.to(call.rawArgument("name"), call.principal().subject())));
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return host == null ? Future.succeededFuture() : host.leave(limit);
    }
}
