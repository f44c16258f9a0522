package io.polyport.ftp.exchanges;

import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Holders;
import io.polyport.kit.bus.Holders.Holder;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, as long as this instance has the exchanges with a file of its own, whether another one has them, too: of two that
 * started while the network was split, or one was frozen, neither has heard of the other by then. The one that has begun
 * later gives way. Both go by what both have said, so exactly one does, whatever their clocks are worth. An instance that
 * leaves stops its exchanges first, and says nothing more here.
 */
public final class SoleWatch {
    private static final Logger LOG = LoggerFactory.getLogger(SoleWatch.class);

    private final String service;
    private final Consumer<String> giveWay;
    private final Holders holders;
    private final Holder self;
    private boolean over;

    private SoleWatch(BusMember member, String service, Consumer<String> giveWay) {
        this.service = service;
        this.giveWay = giveWay;
        this.holders = new Holders(member, service);
        this.self = new Holder(member.instance(), System.currentTimeMillis());
    }

    /**
     * Begins, on the calling event loop; a bus within this process has no others.
     *
     * @param giveWay told once, when another one stays, with the reason for the operator: exchanges have to stop at once, and
     *     the program has to end, since who only stays idle is still in the way of others that start
     */
    public static Future<SoleWatch> start(BusMember member, String service, Consumer<String> giveWay) {
        var watch = new SoleWatch(member, service, giveWay);
        return member.vertx().isClustered()
                ? watch.holders.join(watch.self, watch::hear).map(watch)
                : Future.succeededFuture(watch);
    }

    private void hear(Holder other) {
        if (over) {
            return;
        }
        if (isBefore(self, other)) {
            LOG.warn(
                    "the instance {} of the service {} has the exchanges, too; it began later and gives way",
                    other.instance(),
                    service);
            return;
        }
        over = true;
        giveWay.accept(SoleInstance.reason(other.instance(), service));
    }

    private static boolean isBefore(Holder one, Holder other) {
        return one.since() != other.since()
                ? one.since() < other.since()
                : one.instance().compareTo(other.instance()) < 0;
    }

    /** The exchanges have stopped. */
    public Future<Void> close() {
        over = true;
        return holders.leave();
    }
}
