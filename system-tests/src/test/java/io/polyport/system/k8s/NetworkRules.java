package io.polyport.system.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** What a namespace's network policies let through, worked out as the Kubernetes documentation of NetworkPolicy says. */
record NetworkRules(List<NetworkPolicy> policies) {
    enum Protocol {
        TCP,
        UDP
    }

    /** A connection needs both: the sender may send, and the receiver may receive. */
    boolean connects(Peer from, Peer to, Protocol protocol, int port) {
        return sends(from, to, protocol, port) && receives(from, to, protocol, port);
    }

    private boolean sends(Peer from, Peer to, Protocol protocol, int port) {
        var binding = binding(from, "Egress");
        return binding.isEmpty()
                || binding.stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> fits(rule.getTo(), to) && covers(rule.getPorts(), protocol, port));
    }

    private boolean receives(Peer from, Peer to, Protocol protocol, int port) {
        var binding = binding(to, "Ingress");
        return binding.isEmpty()
                || binding.stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> fits(rule.getFrom(), from) && covers(rule.getPorts(), protocol, port));
    }

    private List<NetworkPolicy> binding(Peer peer, String direction) {
        return switch (peer) {
            case Peer.Outside outside -> List.of();
            case Peer.Pod pod ->
                pod.home()
                        ? policies.stream()
                                .filter(policy ->
                                        policy.getSpec().getPolicyTypes().contains(direction))
                                .filter(policy -> selects(policy.getSpec().getPodSelector(), pod.labels()))
                                .toList()
                        : List.of();
        };
    }

    private static boolean selects(LabelSelector selector, Map<String, String> labels) {
        if (!selector.getMatchExpressions().isEmpty()) {
            throw new AssertionError("matchExpressions are not worked out here");
        }
        var wanted = selector.getMatchLabels();
        return wanted == null || labels.entrySet().containsAll(wanted.entrySet());
    }

    /** Without peers a rule is for all of them. */
    private static boolean fits(List<NetworkPolicyPeer> wanted, Peer peer) {
        return wanted.isEmpty() || wanted.stream().anyMatch(one -> fits(one, peer));
    }

    private static boolean fits(NetworkPolicyPeer wanted, Peer peer) {
        if (wanted.getIpBlock() != null) {
            return within(wanted.getIpBlock(), peer.address());
        }
        return switch (peer) {
            case Peer.Outside outside -> false;
            case Peer.Pod pod ->
                (wanted.getNamespaceSelector() == null
                                ? pod.home()
                                : selects(wanted.getNamespaceSelector(), pod.namespaceLabels()))
                        && (wanted.getPodSelector() == null || selects(wanted.getPodSelector(), pod.labels()));
        };
    }

    private static boolean covers(List<NetworkPolicyPort> wanted, Protocol protocol, int port) {
        return wanted.isEmpty()
                || wanted.stream()
                        .filter(one -> one.getProtocol().equals(protocol.name()))
                        .anyMatch(one -> {
                            int first = one.getPort().getIntVal();
                            int last = one.getEndPort() == null ? first : one.getEndPort();
                            return first <= port && port <= last;
                        });
    }

    private static boolean within(IPBlock block, String address) {
        return within(block.getCidr(), address) && block.getExcept().stream().noneMatch(hole -> within(hole, address));
    }

    private static boolean within(String network, String address) {
        int slash = network.indexOf('/');
        var start = bytes(network.substring(0, slash));
        var asked = bytes(address);
        int host = start.length * 8 - Integer.parseInt(network.substring(slash + 1));
        return start.length == asked.length
                && new BigInteger(1, start).shiftRight(host).equals(new BigInteger(1, asked).shiftRight(host));
    }

    private static byte[] bytes(String literal) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        if (bytes == null) {
            throw new AssertionError(literal + " is not an address");
        }
        return bytes;
    }
}
