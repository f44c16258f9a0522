package io.polyport.kit.cluster;

import java.util.function.Consumer;
import org.infinispan.Cache;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.annotation.ViewChanged;
import org.infinispan.notifications.cachemanagerlistener.event.MergeEvent;
import org.infinispan.notifications.cachemanagerlistener.event.ViewChangedEvent;

/** Tells of changes in the local replica and of the members; the receivers of the news must not block. */
final class EngineEvents {
    private final DefaultCacheManager engine;
    private final Cache<String, ?> subscriptions;
    private final TableChanges tableChanges;
    private final ViewChanges viewChanges;

    EngineEvents(DefaultCacheManager engine, Consumer<String> addressChanged, Consumer<Boolean> membersChanged) {
        this.engine = engine;
        this.subscriptions = engine.getCache(BusCaches.SUBSCRIPTIONS);
        this.tableChanges = new TableChanges(addressChanged);
        this.viewChanges = new ViewChanges(membersChanged);
    }

    void listen() {
        subscriptions.addListener(tableChanges);
        engine.addListener(viewChanges);
    }

    void close() {
        engine.removeListener(viewChanges);
        subscriptions.removeListener(tableChanges);
    }

    /** Not a clustered listener: that one is told by the entry's owner, possibly before the local replica has the change. */
    @Listener(observation = Listener.Observation.POST)
    public record TableChanges(Consumer<String> addressChanged) {
        @CacheEntryCreated
        @CacheEntryModified
        @CacheEntryRemoved
        public void changed(CacheEntryEvent<String, ?> event) {
            addressChanged.accept(event.getKey());
        }
    }

    /** Of this node's view of the members; true when sides that had lost each other have met again. */
    @Listener
    public record ViewChanges(Consumer<Boolean> membersChanged) {
        @ViewChanged
        public void changed(ViewChangedEvent event) {
            membersChanged.accept(false);
        }

        @Merged
        public void merged(MergeEvent event) {
            membersChanged.accept(true);
        }
    }
}
