package io.polyport.system.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.Peers;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Results;
import io.polyport.system.house.House;
import io.polyport.system.house.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A house whose programs have the least memory that they are promised to work with and else the JVM options of their
 * images, before a real FTP server: vsftpd where it may be started, else Apache's.
 */
final class SmallHouse implements AutoCloseable {
    private static final List<String> SMALL = List.of(
            // The fixture for processes takes the first compiler only; those who run the images have both.
            "-XX:TieredStopAtLevel=4",
            "-Xmx64m",
            "-XX:MaxDirectMemorySize=32m",
            // The JVM's own archive of classes and not the one that other houses leave behind: images have none.
            "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa"));

    private static final Pattern OPTIONS = Pattern.compile("(?m)^ENV MALLOC_ARENA_MAX=2 JAVA_TOOL_OPTIONS=\"(.*)\"$");
    private static final Pattern TROUBLE = Pattern.compile(" WARN | ERROR |broken-off|Terminating");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Peers.Peer peer;
    private final House house;
    private final int services;
    private final MemoryWatch memory;

    private SmallHouse(Peers.Peer peer, House house, int services) {
        this.peer = peer;
        this.house = house;
        this.services = services;
        house.start();
        Eventually.holds(SOON, "every service is routed to", () -> house.routed(0) == services);
        this.memory = new MemoryWatch(house.nodes());
    }

    /** One gateway and so many FTP services. */
    static SmallHouse start(Path folder, int services) {
        Peers.Peer peer = realServer();
        var options = new ArrayList<>(imageOptions("gateway"));
        assertThat(imageOptions("ftp-service")).isEqualTo(options);
        options.addAll(SMALL);
        var login = peer.settings();
        House house = House.in(folder)
                .services(services)
                .jvm(options.toArray(String[]::new))
                .far(new House.Far(login.port(), login.user(), login.password()))
                // As the manifests have it. A database of its own costs a service 20 MiB more (docs/kubernetes.md).
                .stateYaml("url: none")
                .connectionYaml("""
                              root: pub
                              pool: 0
                        """.indent(0))
                .build();
        return new SmallHouse(peer, house, services);
    }

    private static Peers.Peer realServer() {
        try {
            List<Peers.Peer> all = Peers.all();
            for (Peers.Peer spare : all.subList(0, all.size() - 1)) {
                spare.stop();
            }
            return all.getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> imageOptions(String program) {
        try {
            var options = OPTIONS.matcher(
                    Files.readString(Results.root().resolve(program).resolve("Dockerfile")));
            assertThat(options.find()).as("options of the image of " + program).isTrue();
            return List.of(options.group(1).split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file behind the configured connection. */
    static String path(String name) {
        return House.BOX + "/files/" + name;
    }

    House house() {
        return house;
    }

    MemoryWatch memory() {
        return memory;
    }

    /** As the FTP server is called. */
    String server() {
        return peer.name();
    }

    /** A file that the FTP server keeps. */
    Path disk(String name) {
        return peer.pub().resolve(name);
    }

    /** Calls that each service is working on now, as they say themselves. */
    List<Integer> callsInFlight() {
        return IntStream.range(0, services)
                .mapToObj(i -> callsInFlight(house.service(i)))
                .toList();
    }

    private static int callsInFlight(Node service) {
        String metrics = Eventually.value(
                        SOON, "the metrics of " + service, () -> service.management("/metrics"), Optional::isPresent)
                .orElseThrow()
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("polyport_calls_in_flight"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such metric:\n" + metrics));
    }

    /** What the programs say of answers that were broken off, and of other trouble. */
    String troubles() {
        return house.nodes().stream()
                .flatMap(node -> node.process()
                        .output()
                        .lines()
                        .filter(line -> TROUBLE.matcher(line).find())
                        .limit(20)
                        .map(line -> node + ": " + line))
                .collect(Collectors.joining("\n"));
    }

    /** Nothing is under way any longer. */
    void assertIdle() {
        Eventually.holds(
                SOON, "no call is under way", () -> callsInFlight().stream().allMatch(calls -> calls == 0));
    }

    @Override
    public void close() throws IOException {
        memory.close();
        try (house) {
            peer.stop();
        }
    }
}
