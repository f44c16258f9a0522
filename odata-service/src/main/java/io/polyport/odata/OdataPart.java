package io.polyport.odata;

import io.micrometer.core.instrument.Gauge;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.odata.operations.OdataErrors;
import io.polyport.odata.operations.OdataOperations;
import io.polyport.odata.publications.Publications;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The service as a part of a program: its publications, its rooms on every event loop, its announcement, its leave. */
public final class OdataPart implements Part {
    private static final String NAME = "odata";
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final OdataConfig config;
    private final BusMember member;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private Publications publications;
    private ServiceHost host;

    public OdataPart(OdataConfig config, BusMember member, Surroundings surroundings, String version, int loops) {
        this.config = config;
        this.member = member;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
    }

    @Override
    public String name() {
        return "odata-service";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        return Publications.open(vertx, config, surroundings.meters())
                .onSuccess(opened -> publications = opened)
                .compose(opened -> ServiceHost.start(
                        member,
                        new ServiceHost.Definition(
                                NAME,
                                version,
                                config.publications().values().stream()
                                        .map(OdataConfig.Publication::prefix)
                                        .sorted()
                                        .toList(),
                                OdataErrors.templates().toJson(),
                                Contract.load(OdataPart.class.getClassLoader(), "odata/openapi.yaml"),
                                loops,
                                LoopChooser.WHERE_IT_ARRIVED,
                                this::openRooms)))
                .onSuccess(this::started)
                .<Void>mapEmpty()
                .recover(failure -> close(CLOSING).transform(closed -> Future.failedFuture(failure)));
    }

    private void started(ServiceHost started) {
        host = started;
        Gauge.builder("polyport.calls.in.flight", started, one -> one.state().inFlight())
                .tag("service", NAME)
                .description("Calls that this service is working on")
                .register(surroundings.meters());
    }

    private Future<ServiceHost.Rooms> openRooms(ServiceHost.Loop loop) {
        OperationTable table = OdataOperations.table(publications, config.limits());
        return Future.succeededFuture(() -> table);
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return (host == null ? Future.<Void>succeededFuture() : host.leave(limit)).eventually(() -> close(CLOSING));
    }

    private Future<Void> close(Duration limit) {
        return publications == null ? Future.succeededFuture() : publications.close(limit);
    }
}
