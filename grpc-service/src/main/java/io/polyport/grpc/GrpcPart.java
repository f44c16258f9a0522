package io.polyport.grpc;

import io.micrometer.core.instrument.Gauge;
import io.polyport.grpc.connections.ConfiguredSchemas;
import io.polyport.grpc.connections.Connections;
import io.polyport.grpc.connections.HeldSchemas;
import io.polyport.grpc.connections.ProtoFetch;
import io.polyport.grpc.operations.GrpcOperations;
import io.polyport.grpc.protocol.Http2GrpcClient;
import io.polyport.grpc.protocol.TlsContexts;
import io.polyport.grpc.schema.Schemas;
import io.polyport.grpc.streams.HeldBytes;
import io.polyport.grpc.streams.Streams;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.OpenedDirectory;
import io.polyport.kit.bus.OpenedIds;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.Places;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.egress.Resolver;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The gRPC service as a part of a program. */
public final class GrpcPart implements Part {
    private static final String NAME = "grpc";

    private final GrpcConfig config;
    private final BusMember member;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private final OpenedDirectory opened = new OpenedDirectory();
    private final TlsContexts tls = new TlsContexts();
    private final HeldSchemas heldSchemas;
    private final HeldBytes heldBytes;
    private final Places connectionPlaces;
    private final Places streamPlaces;
    private Resolver callersNames;
    private Schemas schemas;
    private ConfiguredSchemas configured;
    private ServiceHost host;

    public GrpcPart(GrpcConfig config, BusMember member, Surroundings surroundings, String version, int loops) {
        this.config = config;
        this.member = member;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
        this.heldSchemas = new HeldSchemas(
                config.opened().schemas().bytes(),
                config.opened().schemasPerCaller().bytes());
        this.heldBytes = new HeldBytes(
                config.streams().held().bytes(),
                config.streams().heldPerCaller().bytes());
        this.connectionPlaces = new Places(new Places.Limits(
                config.opened().perCaller(),
                config.opened().most(),
                GrpcProblems.TOO_MANY_OPENED,
                GrpcProblems.NO_PLACE));
        this.streamPlaces = new Places(new Places.Limits(
                config.streams().perCaller(),
                config.streams().most(),
                GrpcProblems.TOO_MANY_STREAMS,
                GrpcProblems.NO_PLACE_FOR_STREAM));
    }

    @Override
    public String name() {
        return "grpc-service";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        callersNames =
                Resolver.forCallers(vertx, config.adHoc().resolveTimeout().toMillis());
        schemas = Schemas.open(vertx, config.schemas());
        configured = new ConfiguredSchemas(schemas, config);
        // A fault in a file is told now, and no call waits for files.
        return tls.load(vertx, trusts())
                .compose(read -> configured.load(vertx))
                .compose(loaded -> ServiceHost.start(
                        member,
                        new ServiceHost.Definition(
                                NAME,
                                version,
                                List.of("/api/v1/grpc"),
                                new JsonObject(),
                                contract(),
                                loops,
                                opened,
                                this::openRooms)))
                .onSuccess(this::started)
                .<Void>mapEmpty()
                .recover(failure -> schemas.close().transform(closed -> Future.failedFuture(failure)));
    }

    private Contract contract() {
        return Contract.load(GrpcPart.class.getClassLoader(), "grpc/openapi.yaml")
                .showing(config.shown().stream()
                        .collect(Collectors.toMap(name -> name, name -> "/" + name + "/openapi.json")));
    }

    private Set<GrpcTls> trusts() {
        return config.connections().values().stream()
                .flatMap(one -> one.target().tls().stream())
                .collect(Collectors.toSet());
    }

    private void started(ServiceHost started) {
        host = started;
        Gauge.builder("polyport.calls.in.flight", started, one -> one.state().inFlight())
                .tag("service", NAME)
                .description("Calls that this service is working on")
                .register(surroundings.meters());
        Gauge.builder("polyport.grpc.opened", opened, OpenedDirectory::size)
                .description("Connections and streams that callers have opened")
                .register(surroundings.meters());
    }

    private Future<ServiceHost.Rooms> openRooms(ServiceHost.Loop loop) {
        Vertx vertx = loop.member().vertx();
        var ids = new OpenedIds(member.keyring());
        var guard = EgressGuard.adHoc(config.adHoc(), callersNames, surroundings.meters());
        var client = new Http2GrpcClient(vertx, tls, guard);
        var connections = new Connections(
                vertx,
                config,
                client,
                configured,
                new Connections.House(opened, ids, connectionPlaces, member.instance()),
                heldSchemas,
                loop.number());
        var streams = new Streams(
                vertx,
                config.streams(),
                new Connections.House(opened, ids, streamPlaces, member.instance()),
                heldBytes,
                loop.number());
        var fetch = new ProtoFetch(
                vertx,
                guard,
                config.schemas().fileBytes().bytes(),
                config.schemas().bytes().bytes());
        OperationTable table = GrpcOperations.table(vertx, config, connections, streams, schemas, client, guard, fetch);
        return Future.succeededFuture(new ServiceHost.Rooms() {
            @Override
            public OperationTable operations() {
                return table;
            }

            @Override
            public Future<Void> close() {
                return streams.close().eventually(connections::close).eventually(fetch::close);
            }
        });
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return (host == null ? Future.<Void>succeededFuture() : host.leave(limit))
                .eventually(() -> schemas == null ? Future.succeededFuture() : schemas.close());
    }
}
