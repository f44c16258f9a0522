package io.polyport.ftp;

import io.micrometer.core.instrument.Gauge;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.operations.FtpOperations;
import io.polyport.ftp.protocol.SocketFtpClient;
import io.polyport.ftp.protocol.TlsContexts;
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
import io.polyport.store.StateStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The FTP service as a part of a program. */
public final class FtpPart implements Part {
    private static final String NAME = "ftp";

    private final FtpConfig config;
    private final BusMember member;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private final OpenedDirectory opened = new OpenedDirectory();
    private final Places places;
    private final TlsContexts tls = new TlsContexts();
    private final BackgroundWork work;
    private Optional<StateStore> state = Optional.empty();
    private Resolver callersNames;
    private ServiceHost host;

    public FtpPart(FtpConfig config, BusMember member, Surroundings surroundings, String version, int loops) {
        this.config = config;
        this.member = member;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
        this.places = new Places(new Places.Limits(
                config.opened().perCaller(),
                config.opened().most(),
                OperationProblems.TOO_MANY_OPENED,
                OperationProblems.NO_PLACE));
        this.work = new BackgroundWork(config, member, surroundings, NAME, loops);
    }

    @Override
    public String name() {
        return "ftp-service";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        callersNames =
                Resolver.forCallers(vertx, config.adHoc().resolveTimeout().toMillis());
        var contract = Contract.load(FtpPart.class.getClassLoader(), "ftp/openapi.yaml");
        return tls.load(vertx, trusts())
                .compose(read -> openState(vertx))
                .compose(open -> ServiceHost.start(
                        member,
                        new ServiceHost.Definition(
                                NAME,
                                version,
                                List.of("/api/v1/ftp"),
                                new JsonObject(),
                                contract,
                                loops,
                                opened,
                                this::openRooms)))
                .onSuccess(this::started)
                .<Void>mapEmpty()
                .recover(failure -> closeState().transform(closed -> Future.failedFuture(failure)));
    }

    private Future<Void> openState(Vertx vertx) {
        return config.state().isOn()
                ? StateStore.open(vertx, config.state(), NAME)
                        .onSuccess(open -> state = Optional.of(open))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    private Future<Void> closeState() {
        return state.map(StateStore::close).orElseGet(Future::succeededFuture);
    }

    /** All that may be needed: a fault in a file is told now, and no call waits for files. */
    private Set<FtpTls.Trust> trusts() {
        var trusts = new HashSet<FtpTls.Trust>();
        config.connections().values().stream()
                .map(FtpConfig.Connection::tls)
                .filter(FtpTls::isOn)
                .forEach(one -> trusts.add(one.trust()));
        if (!config.adHoc().allow().isEmpty()) {
            trusts.add(FtpTls.of(FtpTls.Mode.EXPLICIT).trust());
        }
        return trusts;
    }

    private void started(ServiceHost started) {
        host = started;
        Gauge.builder("polyport.calls.in.flight", started, one -> one.state().inFlight())
                .tag("service", NAME)
                .description("Calls that this service is working on")
                .register(surroundings.meters());
        Gauge.builder("polyport.ftp.opened", opened, OpenedDirectory::size)
                .description("Connections that callers have opened")
                .register(surroundings.meters());
    }

    private Future<ServiceHost.Rooms> openRooms(ServiceHost.Loop loop) {
        Vertx vertx = loop.member().vertx();
        var sessions = new Sessions(
                vertx,
                config,
                new SocketFtpClient(vertx, tls),
                new OpenedIds(member.keyring()),
                opened,
                places,
                member.instance(),
                loop.number(),
                loops);
        var guard = EgressGuard.adHoc(config.adHoc(), callersNames, surroundings.meters());
        return work.start(loop, sessions, state).map(started -> rooms(vertx, sessions, guard, started));
    }

    private ServiceHost.Rooms rooms(Vertx vertx, Sessions sessions, EgressGuard guard, BackgroundWork.OfLoop started) {
        OperationTable table = FtpOperations.table(vertx, config, sessions, guard, state, started.transfers());
        return new ServiceHost.Rooms() {
            @Override
            public OperationTable operations() {
                return table;
            }

            @Override
            public Future<Void> close() {
                return started.close().eventually(sessions::close);
            }
        };
    }

    @Override
    public Future<Void> drain(Duration limit) {
        // First of all, so that another instance goes on with it.
        return work.leave()
                .eventually(() -> host == null ? Future.succeededFuture() : host.leave(limit))
                .eventually(this::closeState);
    }
}
