package io.polyport.system.grpc;

import io.polyport.grpc.GrpcService;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.house.House;
import io.polyport.system.house.Node;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gateways and gRPC services as processes on the clustered bus, each service with the same configuration. */
final class GrpcProcesses implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final House house;
    private final List<Node> services = new ArrayList<>();
    private final StreamingClient streaming = new StreamingClient();

    /**
     * @param services at most three
     * @param jvm options of all JVMs
     * @param grpcYaml the lines below {@code grpc:}, indented by two
     */
    GrpcProcesses(Path folder, int gateways, int services, List<String> jvm, String grpcYaml) {
        house = House.in(folder)
                .gateways(gateways)
                .services(0)
                .jvm(jvm.toArray(String[]::new))
                .build();
        for (int i = 0; i < services; i++) {
            House.Seat seat = house.seat();
            this.services.add(house.node(
                    "grpc-service-" + i,
                    GrpcService.class,
                    jvm,
                    seat,
                    "grpc:\n" + grpcYaml.indent(2) + house.busYaml(seat, House.SEAL) + house.runtimeYaml(seat)));
        }
    }

    /** Starts everything that does not run, at once, and waits until every gateway routes to every service. */
    GrpcProcesses start() {
        List<Node> missing = nodes().stream().filter(node -> !node.isRunning()).toList();
        long returning = services.stream().filter(missing::contains).count();
        List<Long> wanted = new ArrayList<>();
        for (int i = 0; i < house.nodes().size(); i++) {
            wanted.add(missing.contains(gateway(i)) ? services.size() : house.appeared(i) + returning);
        }
        missing.forEach(Node::start);
        missing.forEach(Node::awaitReady);
        for (int i = 0; i < house.nodes().size(); i++) {
            awaitRouted(i, wanted.get(i));
        }
        return this;
    }

    /** Waits until a gateway has seen so many instances appear and knows only those that run, and a call through it works. */
    private void awaitRouted(int gateway, long appearances) {
        Eventually.holds(
                SOON,
                "gateway " + gateway + " knows every instance",
                () -> house.appeared(gateway) >= appearances && house.routed(gateway) == services.size());
        Eventually.holds(SOON, "gateway " + gateway + " routes to grpc", () -> isServing(gateway));
    }

    boolean isServing(int gateway) {
        try {
            return rest(gateway).get("/connections").status() == 200;
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    Node gateway(int index) {
        return house.gateway(index);
    }

    Node service(int index) {
        return services.get(index);
    }

    /** Every process. */
    List<Node> nodes() {
        var all = new ArrayList<>(house.nodes());
        all.addAll(services);
        return all;
    }

    /** A caller of a gateway. */
    GrpcRest rest(int gateway) {
        String token = house.issuer().token("tester", String.join(" ", GrpcHouse.SCOPES));
        return new GrpcRest(house.port(gateway), token, streaming);
    }

    @Override
    public void close() {
        streaming.close();
        house.close();
    }
}
