package io.polyport.kit.cluster;

import io.polyport.kit.fixtures.ChildProgram;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.parsing.ConfigurationBuilderHolder;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.protocols.FD_SOCK;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.SocketFactory;

/** A process that knows everything about the bus but has no certificate: it speaks plainly, or TLS without showing one. */
final class Intruder {
    private Intruder() {}

    /** Arguments: {@code plain} or the truststore, host, three ports, hosts to join. */
    public static void main(String[] args) throws Exception {
        GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
        global.transport()
                .clusterName("polyport")
                .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new Stack(List.of(args)));
        ConfigurationBuilderHolder caches = new ConfigurationBuilderHolder(Intruder.class.getClassLoader(), global);
        for (String name : List.of("__vertx.subs", "__vertx.haInfo", "__vertx.nodeInfo")) {
            caches.newConfigurationBuilder(name).clustering().cacheMode(CacheMode.REPL_SYNC);
        }
        DefaultCacheManager engine = new DefaultCacheManager(caches, true);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setEventBusOptions(
                                new EventBusOptions().setHost(args[1]).setPort(Integer.parseInt(args[2]))))
                .withClusterManager(new InfinispanClusterManager(engine))
                .buildClustered()
                .await(110, TimeUnit.SECONDS);
        ChildProgram.serve((command, words) -> (switch (command) {
                    case "members" ->
                        Future.succeededFuture(
                                Integer.toString(engine.getMembers().size()));
                    case "request" -> request(vertx, words.get(0));
                    default -> Future.<String>failedFuture("unknown command " + command);
                })
                .toCompletionStage());
    }

    private static Future<String> request(Vertx vertx, String address) {
        return vertx.eventBus()
                .<String>request(address, "intruder", new DeliveryOptions().setSendTimeout(2_000))
                .map(Message::body)
                .otherwise(e ->
                        e instanceof ReplyException reply ? reply.failureType().name() : String.valueOf(e));
    }

    private record Stack(List<String> args) implements JGroupsChannelConfigurator {
        @Override
        public JChannel createChannel(String name) throws Exception {
            InetAddress address = InetAddress.getByName(args.get(1));
            TCP tcp = new TCP();
            tcp.setBindAddress(address)
                    .setBindPort(Integer.parseInt(args.get(3)))
                    .setPortRange(0);
            if (!args.get(0).equals("plain")) {
                tcp.tls().enabled(true).setSSLContext(withoutCertificate(Path.of(args.get(0))));
            }
            NAKACK2 multicast = new NAKACK2();
            multicast.useMcastXmit(false);
            return new JChannel(List.<Protocol>of(
                    tcp,
                    new TCPPING().setPortRange(0).setValue("initial_hosts_str", args.get(5)),
                    new MERGE3().setMinInterval(1_000).setMaxInterval(3_000).setCheckInterval(4_000),
                    new FD_SOCK().setBindAddress(address).setStartPort(Integer.parseInt(args.get(4))),
                    multicast,
                    new UNICAST3(),
                    new STABLE(),
                    new GMS().setJoinTimeout(3_000)));
        }

        private static SSLContext withoutCertificate(Path truststore) throws Exception {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(truststore)) {
                trusted.load(in, TestAuthority.PASSWORD.toCharArray());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        }

        @Override
        public String getName() {
            return "intruder";
        }

        @Override
        public String getProtocolStackString() {
            return getName();
        }

        @Override
        public List<ProtocolConfiguration> getProtocolStack() {
            return List.of();
        }

        @Override
        public void setSocketFactory(SocketFactory socketFactory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setDataSource(DataSource dataSource) {
            throw new UnsupportedOperationException();
        }
    }
}
