package io.polyport.kit.bus;

import io.polyport.kit.stream.StreamEndpoint;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service of this program on the bus: its rooms on each event loop, its announcement, and its orderly leave. This is
 * all that a new service has to start.
 */
public final class ServiceHost {
    /**
     * What a service is.
     *
     * @param name the word of its bus address and, by default, of its path prefix {@code /api/v1/<name>}
     * @param prefixes further literal path prefixes
     * @param templates how problems look on the publications' paths that it serves ({@link ErrorTemplates#toJson}); empty
     *     for problem+json
     * @param loops on how many event loops it works
     * @param chooser on which event loop a call is worked on
     * @param rooms opens the service's rooms on one event loop
     */
    public record Definition(
            String name,
            String version,
            List<String> prefixes,
            JsonObject templates,
            Contract contract,
            int loops,
            LoopChooser chooser,
            RoomsFactory rooms) {}

    /** Opens a service's rooms on one event loop; called there. */
    @FunctionalInterface
    public interface RoomsFactory {
        Future<Rooms> open(Loop loop);
    }

    /** One event loop's copy of a service. */
    public interface Rooms {
        OperationTable operations();

        /** Closes what the rooms opened; called once, on their event loop, when no call is under way. */
        default Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    /**
     * What a service's rooms are built on.
     *
     * @param number by which the {@link LoopChooser} knows this event loop, from 0
     */
    public record Loop(BusMember member, StreamEndpoint streams, int number) {}

    private final BusMember member;
    private final Definition definition;
    private final ServiceState state = new ServiceState();
    private final Announcer announcer;
    private final ServiceLoops loops;
    private String deployment;

    private ServiceHost(BusMember member, Definition definition) {
        this.member = member;
        this.definition = definition;
        this.loops = new ServiceLoops(definition.loops(), definition.chooser());
        this.announcer = new Announcer(
                member,
                new Announcer.Profile(
                        definition.name(),
                        definition.version(),
                        definition.prefixes(),
                        definition.templates(),
                        Optional.of(definition.contract())),
                state);
    }

    /** Succeeds when the service takes calls and has said so. */
    public static Future<ServiceHost> start(BusMember member, Definition definition) {
        var host = new ServiceHost(member, definition);
        return host.announcer.start().compose(ignored -> host.deploy()).map(ignored -> {
            host.announcer.ready();
            return host;
        });
    }

    public ServiceState state() {
        return state;
    }

    public Announcement.State announced() {
        return announcer.state();
    }

    /**
     * Leaves the house: tells the gateways, finishes what is under way for at most {@code limit}, closes the rooms, and
     * gives the addresses back last, because a message to a node that has just unregistered vanishes without a failure.
     */
    public Future<Void> leave(Duration limit) {
        // The gateways' time to hear of it counts, too.
        long until = System.currentTimeMillis() + limit.toMillis();
        return announcer
                .leave()
                .compose(seen -> {
                    state.drain();
                    return idle(until);
                })
                .eventually(() -> member.vertx().undeploy(deployment))
                .eventually(announcer::close);
    }

    private Future<Void> idle(long until) {
        Promise<Void> done = Promise.promise();
        member.vertx().setPeriodic(50, id -> {
            if (state.inFlight() == 0 || System.currentTimeMillis() > until) {
                member.vertx().cancelTimer(id);
                done.complete();
            }
        });
        return done.future();
    }

    private Future<String> deploy() {
        return member.vertx()
                .deployVerticle(
                        (java.util.function.Supplier<Deployable>) LoopVerticle::new,
                        new DeploymentOptions().setInstances(definition.loops()))
                .onSuccess(id -> deployment = id);
    }

    /** One event loop of the service. */
    private final class LoopVerticle extends VerticleBase {
        private final int number = loops.number();
        private StreamEndpoint streams;
        private Rooms rooms;
        private ServiceEndpoint calls;

        @Override
        public Future<?> start() {
            return member.endpoint(context).compose(this::openRooms).compose(this::takeCalls);
        }

        private Future<Rooms> openRooms(StreamEndpoint opened) {
            streams = opened;
            return definition.rooms().open(new Loop(member, opened, number)).onSuccess(ready -> rooms = ready);
        }

        private Future<?> takeCalls(Rooms ready) {
            definition.contract().requireSame(ready.operations());
            return ServiceEndpoint.open(member, streams, definition.name(), ready.operations(), state, loops, number)
                    .onSuccess(open -> calls = open);
        }

        @Override
        public Future<?> stop() {
            return streams.close()
                    .eventually(() -> rooms == null ? Future.succeededFuture() : rooms.close())
                    .eventually(() -> calls == null ? Future.succeededFuture() : calls.close());
        }
    }
}
