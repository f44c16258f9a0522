package io.polyport.kit.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Where a node of the bus listens, how it finds the others and who it is; there is no way to ask for plain connections.
 *
 * @param host address of this node, for all three listeners; the other nodes must reach it
 * @param busPort messages between nodes
 * @param jgroupsPort the cluster engine's own link
 * @param failureDetectionPort the connection whose end tells that a process has died
 * @param initialHosts nodes to ask when joining, each {@code host[port]} with the port of the cluster engine; empty with a DNS query
 * @param dnsQuery name whose A records are the nodes (a headless Kubernetes service); null with initial hosts
 * @param keystore PKCS12 file with this node's key and its certificate chain
 * @param truststore PKCS12 file with the authority of the cluster and nothing else: whoever holds a certificate of it is a full member
 * @param expectedMembers from this number of members on, this one included, the node counts as ready
 */
public record ClusterSettings(
        String host,
        int busPort,
        int jgroupsPort,
        int failureDetectionPort,
        List<String> initialHosts,
        String dnsQuery,
        Path keystore,
        String keystorePassword,
        Path truststore,
        String truststorePassword,
        int expectedMembers) {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(.+)\\[(\\d{1,5})]");

    /** @throws IllegalArgumentException naming the setting that is wrong and what it should be */
    public ClusterSettings {
        requireHost("host", host);
        requirePort("busPort", busPort);
        requirePort("jgroupsPort", jgroupsPort);
        requirePort("failureDetectionPort", failureDetectionPort);
        if (IntStream.of(busPort, jgroupsPort, failureDetectionPort).distinct().count() != 3) {
            throw new IllegalArgumentException(
                    "busPort, jgroupsPort and failureDetectionPort must be three different ports");
        }
        initialHosts = initialHosts == null ? List.of() : List.copyOf(initialHosts);
        initialHosts.forEach(ClusterSettings::requireHostAndPort);
        dnsQuery = dnsQuery == null || dnsQuery.isBlank() ? null : dnsQuery.trim();
        if (initialHosts.isEmpty() == (dnsQuery == null)) {
            throw new IllegalArgumentException(
                    "set exactly one of initialHosts and dnsQuery: it is how a node finds the others");
        }
        if (dnsQuery != null) {
            requireHost("dnsQuery", dnsQuery);
        }
        Objects.requireNonNull(keystore, "keystore must be set: the PKCS12 file with this node's key");
        Objects.requireNonNull(truststore, "truststore must be set: the PKCS12 file with the cluster's authority");
        requirePassword("keystorePassword", keystorePassword);
        requirePassword("truststorePassword", truststorePassword);
        if (expectedMembers < 1) {
            throw new IllegalArgumentException(
                    "expectedMembers must be at least 1, this node itself; it is " + expectedMembers);
        }
    }

    private static void requireHost(String setting, String host) {
        if (host == null || !HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(setting + " must be a host name or an IP address; it is '" + host + "'");
        }
    }

    private static void requirePort(String setting, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(setting + " must be a port between 1 and 65535; it is " + port);
        }
    }

    private static void requireHostAndPort(String node) {
        Matcher parts = HOST_AND_PORT.matcher(node);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "initialHosts must be written host[port], as in 10.0.0.1[7800]; one is '" + node + "'");
        }
        requireHost("initialHosts", parts.group(1));
        requirePort("initialHosts", Integer.parseInt(parts.group(2)));
    }

    private static void requirePassword(String setting, String password) {
        if (password == null || password.isEmpty()) {
            throw new IllegalArgumentException(
                    setting + " must be set: a PKCS12 file without a password is not protected");
        }
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "ClusterSettings[host=%s, busPort=%d, jgroupsPort=%d, failureDetectionPort=%d, initialHosts=%s, dnsQuery=%s, keystore=%s, truststore=%s, expectedMembers=%d]"
                .formatted(
                        host,
                        busPort,
                        jgroupsPort,
                        failureDetectionPort,
                        initialHosts,
                        dnsQuery,
                        keystore,
                        truststore,
                        expectedMembers);
    }
}
