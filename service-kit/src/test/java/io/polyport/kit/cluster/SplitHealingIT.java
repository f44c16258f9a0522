package io.polyport.kit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Namespaces;
import io.polyport.kit.fixtures.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bus whose network splits and heals")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SplitHealingIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration SPLIT = Duration.ofSeconds(20);
    private static final int HEALED_MS = 10_000;

    /** A machine that stands still itself is late; only the bus is late each time. */
    private static final int TRIES = 3;

    private final List<JavaProcess> nodes = new ArrayList<>();
    private Namespaces net;

    @BeforeAll
    void startThree(@TempDir Path directory) {
        Optional<String> missing = Namespaces.unavailable();
        missing.ifPresent(reason -> System.out.println("SKIPPED: " + reason));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        net = Namespaces.create(3);
        TestAuthority authority = TestAuthority.create(directory, "bus");
        List<NodePlan> plans = Stream.of(1, 2, 3)
                .map(i -> new NodePlan(
                        "" + i, net.address(i), 9001, 7800, 7900, authority.node("node" + i), authority.truststore()))
                .toList();
        for (NodePlan plan : plans) {
            nodes.add(plan.process(NodePlan.hosts(plans))
                    .inNamespace(net.name(nodes.size() + 1))
                    .start());
            if (nodes.size() == 1) {
                nodes.getFirst().awaitReady(START); // the coordinator, on the larger side of the split
            }
        }
        nodes.forEach(node -> node.awaitReady(START));
        Eventually.value(ANSWER, "all see three members", this::memberCounts, List.of(3, 3, 3)::equals);
        System.out.println("whole after the start after ms: " + untilWhole());
    }

    @AfterAll
    void stop() {
        nodes.forEach(JavaProcess::close);
        if (net != null) {
            net.close();
        }
    }

    @Test
    @DisplayName("after a split of 20 s every address works again on every node within 10 s")
    void heals() {
        int slowest = splitAndHealed();
        for (int tried = 1; tried < TRIES && slowest >= HEALED_MS; tried++) {
            slowest = splitAndHealed();
        }
        assertThat(slowest).isLessThan(HEALED_MS);
    }

    /** Milliseconds until the last address worked again. */
    private int splitAndHealed() {
        node(3).ask(ANSWER, "register", "early");
        assertThat(node(1).ask(ANSWER, "request", "early", "10000")).isEqualTo("3");
        long start = System.nanoTime();
        net.unplug(3);
        Eventually.value(START, "each side has let the other go", this::memberCounts, List.of(2, 2, 1)::equals);
        long noticedMs = Duration.ofNanos(System.nanoTime() - start).toMillis();
        node(1).ask(ANSWER, "until-refused", "n.3", "20000");
        node(3).ask(ANSWER, "until-refused", "n.1", "20000");
        node(3).ask(ANSWER, "unregister", "early");
        node(3).ask(ANSWER, "register", "late");
        Eventually.stays(
                SPLIT.minusNanos(System.nanoTime() - start),
                "the network is split",
                () -> memberCounts().equals(List.of(2, 2, 1)));

        net.plug(3);
        List<String> took = untilWhole();
        System.out.println("split for 20 s, noticed after " + noticedMs + " ms; healed after ms: " + took);
        Eventually.value(ANSWER, "all see three members", this::memberCounts, List.of(3, 3, 3)::equals);
        for (JavaProcess node : nodes) {
            node.ask(ANSWER, "until-refused", "early", "20000");
            assertThat(node.ask(ANSWER, "request", "late", "10000")).isEqualTo("3");
        }
        node(3).ask(ANSWER, "unregister", "late");
        return took.stream().mapToInt(NodeLossIT::slowest).max().orElseThrow();
    }

    private JavaProcess node(int number) {
        return nodes.get(number - 1);
    }

    private List<Integer> memberCounts() {
        return nodes.stream()
                .map(node -> node.ask(ANSWER, "members").split(",").length)
                .toList();
    }

    private List<String> untilWhole() {
        List<CompletableFuture<String>> asked = nodes.stream()
                .map(node -> node.tell("until-whole", "1,2,3", "40000"))
                .toList();
        List<String> took = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            took.add(nodes.get(i).result(asked.get(i), Duration.ofMinutes(1), "until whole"));
        }
        return took;
    }
}
