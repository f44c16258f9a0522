package io.polyport.kit.cluster;

import java.util.concurrent.TimeUnit;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.configuration.parsing.ConfigurationBuilderHolder;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.conflict.MergePolicy;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;

/** The replicated tables under the bus, with the names that Vert.x' cluster manager expects. */
final class BusCaches {
    static final String SUBSCRIPTIONS = "__vertx.subs";
    static final String NODE_INFO = "__vertx.nodeInfo";
    private static final String CLUSTER_NAME = "polyport";
    // The tables are small, and after a split each segment is compared by messages of its own.
    private static final int SEGMENTS = 16;

    private BusCaches() {}

    /** Made but not started: {@link DefaultCacheManager#start()} joins the cluster and blocks meanwhile. */
    static DefaultCacheManager create(ClusterSettings settings, String nodeName) {
        ClassLoader loader = BusCaches.class.getClassLoader();
        GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
        global.classLoader(loader);
        global.cacheContainer().name(nodeName);
        global.jmx().disable();
        // Vert.x closes the node; a hook of the engine's own would cut the bus off while services still drain.
        global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        global.transport()
                .clusterName(CLUSTER_NAME)
                .nodeName(nodeName)
                .addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new JGroupsStack(settings));
        ConfigurationBuilderHolder caches = new ConfigurationBuilderHolder(loader, global);
        replicated(caches.newConfigurationBuilder(SUBSCRIPTIONS), new UnionOfBuckets());
        replicated(caches.newConfigurationBuilder(NODE_INFO), MergePolicy.PREFERRED_NON_NULL);
        replicated(caches.newConfigurationBuilder("__vertx.haInfo"), MergePolicy.PREFERRED_NON_NULL);
        caches.newConfigurationBuilder("__vertx.distributed.cache.configuration")
                .template(true)
                .clustering()
                .cacheMode(CacheMode.DIST_SYNC);
        return new DefaultCacheManager(caches, false);
    }

    private static void replicated(ConfigurationBuilder cache, EntryMergePolicy<?, ?> afterSplit) {
        cache.clustering()
                .cacheMode(CacheMode.REPL_SYNC)
                // Longer than a frozen member stays in the view, so that a registration waits for it instead of
                // failing.
                .remoteTimeout(15, TimeUnit.SECONDS)
                .stateTransfer()
                .timeout(30, TimeUnit.SECONDS)
                .partitionHandling()
                .whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(afterSplit)
                .clustering()
                .hash()
                .numSegments(SEGMENTS);
    }
}
