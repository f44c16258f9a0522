package io.polyport.kit.cluster;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The cluster that a program joins, as it is configured. Both of its links are always TLS with certificates on both sides. */
public record ClusterConfig(
        @Doc("Address of this node for all three of its listeners; the other nodes have to reach it.")
        String host,

        @Doc("Port of messages between programs.") @Default("9001")
        int busPort,

        @Doc("Port of the cluster engine.") @Default("7800") int enginePort,

        @Doc("Port whose connections tell that a program has died.") @Default("7900")
        int failureDetectionPort,

        @Doc("Nodes to ask when joining, each as host[engine port]; with dns-query: none.")
        List<String> initialHosts,

        @Doc("Name whose A records are the nodes (a headless Kubernetes service); instead of initial-hosts.")
        Optional<String> dnsQuery,

        @Doc("PKCS#12 file with this node's key and certificate, of the bus' own authority.")
        Path keystore,

        @Doc("Password of the keystore.") Secret keystorePassword,

        @Doc("PKCS#12 file with the bus' own authority and nothing else: each of its certificates is a full member.")
        Path truststore,

        @Doc("Password of the truststore.") Secret truststorePassword,

        @Doc("Members, this one included, from which on the program is ready.") @Default("1")
        int expectedMembers) {
    public ClusterConfig {
        try {
            settings(
                    host,
                    busPort,
                    enginePort,
                    failureDetectionPort,
                    initialHosts,
                    dnsQuery,
                    keystore,
                    keystorePassword,
                    truststore,
                    truststorePassword,
                    expectedMembers);
        } catch (IllegalArgumentException fault) {
            throw new ConfigFault("", fault.getMessage());
        }
    }

    public ClusterSettings settings() {
        return settings(
                host,
                busPort,
                enginePort,
                failureDetectionPort,
                initialHosts,
                dnsQuery,
                keystore,
                keystorePassword,
                truststore,
                truststorePassword,
                expectedMembers);
    }

    private static ClusterSettings settings(
            String host,
            int busPort,
            int enginePort,
            int failureDetectionPort,
            List<String> initialHosts,
            Optional<String> dnsQuery,
            Path keystore,
            Secret keystorePassword,
            Path truststore,
            Secret truststorePassword,
            int expectedMembers) {
        return new ClusterSettings(
                host,
                busPort,
                enginePort,
                failureDetectionPort,
                initialHosts,
                dnsQuery.orElse(null),
                keystore,
                keystorePassword.reveal(),
                truststore,
                truststorePassword.reveal(),
                expectedMembers);
    }
}
