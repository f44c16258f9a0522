package io.polyport.newcomer;

import io.micrometer.core.instrument.Gauge;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.newcomer.operations.NewComerOperations;
import io.polyport.newcomer.protocol.SocketNewComerClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** The service as a part of a program: its rooms on every event loop, its announcement, its leave. */
public final class NewComerPart implements Part {
    private static final String NAME = "new-comer";

    private final NewComerConfig config;
    private final BusMember member;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private ServiceHost host;

    public NewComerPart(
            NewComerConfig config, BusMember member, Surroundings surroundings, String version, int loops) {
        this.config = config;
        this.member = member;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
    }

    @Override
    public String name() {
        return "new-comer-service";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        return ServiceHost.start(
                        member,
                        new ServiceHost.Definition(
                                NAME,
                                version,
                                List.of("/api/v1/new-comer"),
                                new JsonObject(),
                                Contract.load(NewComerPart.class.getClassLoader(), "newcomer/openapi.yaml"),
                                loops,
                                LoopChooser.WHERE_IT_ARRIVED,
                                this::openRooms))
                .onSuccess(this::started)
                .mapEmpty();
    }

    private void started(ServiceHost started) {
        host = started;
        Gauge.builder("polyport.calls.in.flight", started, one -> one.state().inFlight())
                .tag("service", NAME)
                .description("Calls that this service is working on")
                .register(surroundings.meters());
    }

    private Future<ServiceHost.Rooms> openRooms(ServiceHost.Loop loop) {
        var client = new SocketNewComerClient(loop.member().vertx(), config);
        OperationTable table = NewComerOperations.table(client);
        return Future.succeededFuture(new ServiceHost.Rooms() {
            @Override
            public OperationTable operations() {
                return table;
            }

            @Override
            public Future<Void> close() {
                return client.close();
            }
        });
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return host == null ? Future.succeededFuture() : host.leave(limit);
    }
}
