package io.polyport.kit.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.sql.DataSource;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.RED;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.SocketFactory;

/**
 * The cluster engine's protocols, bottom to top, and every figure in them.
 *
 * <p>Built in code instead of XML, so that no password is ever text in a configuration and several nodes can live in one JVM.
 */
record JGroupsStack(ClusterSettings settings) implements JGroupsChannelConfigurator {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    // Connections are accepted by one thread; a peer that says nothing holds it for this long.
    private static final int PEER_SILENT_MS = 500;
    private static final int HEARTBEAT_MS = 2_000;
    // Longer than a bad garbage collection: a pause must not split the cluster. Routing notices a frozen node by its
    // missed beats.
    private static final int HEARTBEATS_MISSED_MS = 12_000;
    private static final int CREDIT_BYTES = 4_000_000;

    /** @throws Exception when the address can't be resolved or the certificates can't be used; the message says which */
    @Override
    public JChannel createChannel(String clusterName) throws Exception {
        InetAddress address = address();
        return new JChannel(List.<Protocol>of(
                transport(address),
                new RED(),
                discovery(),
                new MERGE3().setMinInterval(1_000).setMaxInterval(3_000).setCheckInterval(4_000),
                // Not FD_SOCK2: that one's port ignores the TLS sockets and would stand open to anybody.
                new FD_SOCK()
                        .setBindAddress(address)
                        .setStartPort(settings.failureDetectionPort())
                        .setPortRange(0),
                new FD_ALL3().setTimeout(HEARTBEATS_MISSED_MS).setInterval(HEARTBEAT_MS),
                new VERIFY_SUSPECT2().setTimeout(1_000),
                multicastOverConnections(),
                new UNICAST3().setConnCloseTimeout(5_000).setXmitInterval(200),
                new STABLE().setDesiredAverageGossip(5_000).setMaxBytes(1_000_000),
                new GMS().printLocalAddress(false).setJoinTimeout(3_000),
                new UFC().setMaxCredits(CREDIT_BYTES).setMinThreshold(0.4),
                new MFC().setMaxCredits(CREDIT_BYTES).setMinThreshold(0.4),
                new FRAG4().setFragSize(60_000)));
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "The cluster's host '" + settings.host() + "' has no address on this machine", e);
        }
    }

    private TCP transport(InetAddress address) {
        TCP tcp = new TCP();
        tcp.setBindAddress(address).setBindPort(settings.jgroupsPort()).setPortRange(0);
        tcp.setSockConnTimeout(CONNECT_TIMEOUT_MS)
                .setPeerAddrReadTimeout(PEER_SILENT_MS)
                .setLinger(-1)
                .setSendBufSize(640_000);
        tcp.getThreadPool().setMinThreads(0).setMaxThreads(200).setKeepAliveTime(60_000);
        new BusTls(settings).onto(tcp.tls());
        return tcp;
    }

    private Protocol discovery() {
        if (settings.dnsQuery() != null) {
            return new DNS_PING()
                    .setDNSQuery(settings.dnsQuery())
                    .setValue("dns_record_type", "A")
                    .setValue("num_discovery_runs", 3);
        }
        // As text: names that can't be resolved yet are tried again at every discovery.
        return new TCPPING().setPortRange(0).setValue("initial_hosts_str", String.join(",", settings.initialHosts()));
    }

    private static NAKACK2 multicastOverConnections() {
        NAKACK2 multicast = new NAKACK2();
        multicast.useMcastXmit(false);
        multicast.setXmitInterval(200);
        multicast.setResendLastSeqno(true);
        return multicast;
    }

    @Override
    public String getName() {
        return "polyport-bus";
    }

    @Override
    public String getProtocolStackString() {
        return getName();
    }

    /** Empty: the protocols exist only as objects. */
    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        return List.of();
    }

    @Override
    public void setSocketFactory(SocketFactory socketFactory) {
        throw new UnsupportedOperationException("the sockets are made by the TLS settings of the transport");
    }

    @Override
    public void setDataSource(DataSource dataSource) {
        throw new UnsupportedOperationException("no protocol of this stack uses a database");
    }
}
