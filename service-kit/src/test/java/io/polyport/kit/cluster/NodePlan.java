package io.polyport.kit.cluster;

import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where one {@link BusNode} will live and who it is. */
record NodePlan(
        String name,
        String host,
        int busPort,
        int jgroupsPort,
        int failureDetectionPort,
        TestAuthority.Identity identity,
        Path truststore) {

    /** Nodes on free ports of the loopback address, named a, b, c … */
    static List<NodePlan> onLoopback(int count, TestAuthority authority) {
        List<Integer> ports = FreePorts.of(3 * count);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    String name = Character.toString('a' + i);
                    return new NodePlan(
                            name,
                            "127.0.0.1",
                            ports.get(3 * i),
                            ports.get(3 * i + 1),
                            ports.get(3 * i + 2),
                            authority.node(name),
                            authority.truststore());
                })
                .toList();
    }

    static String hosts(List<NodePlan> nodes) {
        return "hosts:"
                + nodes.stream()
                        .map(node -> node.host + "[" + node.jgroupsPort + "]")
                        .collect(Collectors.joining(","));
    }

    JavaProcess.Plan process(String discovery) {
        return JavaProcess.of(BusNode.class)
                .named("node " + name)
                .arguments(
                        name,
                        host,
                        Integer.toString(busPort),
                        Integer.toString(jgroupsPort),
                        Integer.toString(failureDetectionPort),
                        identity.pkcs12().toString(),
                        identity.password(),
                        truststore.toString(),
                        discovery);
    }
}
