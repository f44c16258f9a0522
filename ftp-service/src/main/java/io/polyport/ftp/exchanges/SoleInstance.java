package io.polyport.ftp.exchanges;

import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.Announcements;
import io.polyport.kit.bus.BusMember;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out whether this is the only instance of a service: each would have a file of its own, and do every exchange
 * (FT-36). Asked while this one announces itself as starting, so that of two that start at once one sees the other; those
 * that could not are found out later by {@link SoleWatch}.
 */
public final class SoleInstance {
    /** Instances announce themselves every second. */
    private static final long LISTEN_MILLIS = 2_500;

    private SoleInstance() {}

    /** Fails with {@code ftp.exchange-not-alone} after 2.5 s; a bus within this process has no others. */
    public static Future<Void> require(BusMember member, String service) {
        if (!member.vertx().isClustered()) {
            return Future.succeededFuture();
        }
        Map<String, Announcement.State> others = new HashMap<>();
        var announcements = new Announcements(member);
        Promise<Void> over = Promise.promise();
        return announcements
                .listen(one -> {
                    if (one.name().equals(service) && !one.instance().equals(member.instance())) {
                        others.put(one.instance(), one.state());
                    }
                })
                .compose(listening -> {
                    member.vertx().setTimer(LISTEN_MILLIS, ignored -> over.complete());
                    return over.future();
                })
                .eventually(announcements::close)
                .compose(heard -> others.entrySet().stream()
                        .filter(other -> isInTheWay(member, other.getKey(), other.getValue()))
                        .findFirst()
                        .map(other -> Future.<Void>failedFuture(
                                ExchangeProblems.NOT_ALONE.toException(reason(other.getKey(), service))))
                        .orElseGet(Future::succeededFuture));
    }

    /** What an operator has to know and to do. */
    static String reason(String other, String service) {
        return "the instance " + other + " of the service " + service
                + " runs already, there are exchanges, and ftp.state.url is 'file': each would do every exchange. Set"
                + " ftp.state.url of all instances to one PostgreSQL database, or run one instance";
    }

    /** Of two that start at the same time the one with the lesser name stays; one that leaves has stopped its exchanges. */
    private static boolean isInTheWay(BusMember member, String other, Announcement.State state) {
        return switch (state) {
            case READY -> true;
            case STARTING -> other.compareTo(member.instance()) < 0;
            case DRAINING -> false;
        };
    }
}
