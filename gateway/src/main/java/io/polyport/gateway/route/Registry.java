package io.polyport.gateway.route;

import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.Announcements;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.ErrorTemplates;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which services live, as their announcements tell: the gateway's only knowledge of them. Listens on one event loop;
 * every event loop reads the {@link Directory} that it keeps.
 */
public final class Registry {
    /** Three beats of a second missed; less the time between two looks. */
    private static final long FORGOTTEN_MILLIS = 2_800;

    private static final long LOOK_MILLIS = 100;

    /** Longer between two looks: this program was asleep (a frozen process, a long pause) and could hear nobody. */
    private static final long ASLEEP_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final BusMember member;
    private final Announcements announcements;
    private final Grants grants;
    private final Map<String, Instance> instances = new TreeMap<>();
    private final Map<String, Contract> contracts = new ConcurrentHashMap<>();
    private final Map<String, RouteTable> tables = new HashMap<>();
    private final Set<String> fetching = ConcurrentHashMap.newKeySet();
    private final AnnouncedTemplates templates = new AnnouncedTemplates();
    private final Claims claims;
    private volatile Directory directory = Directory.EMPTY;
    private long lastAwake = uptimeMillis();
    private long slept;
    private long timer;

    public Registry(BusMember member, Grants grants) {
        this.member = member;
        this.announcements = new Announcements(member);
        this.grants = grants;
        this.claims = new Claims(grants);
    }

    /** Begins to listen, on the calling event loop. */
    public Future<Void> start() {
        timer = member.vertx().setPeriodic(LOOK_MILLIS, ignored -> forgetSilent());
        return announcements.listen(this::hear);
    }

    public Future<Void> close() {
        member.vertx().cancelTimer(timer);
        return announcements.close();
    }

    public Directory directory() {
        return directory;
    }

    /** How many prefixes instances have claimed that were not theirs. */
    public long refusedClaims() {
        return claims.refused();
    }

    /** The contracts of all services that live now, by name. */
    public Map<String, Contract> contracts() {
        Map<String, Contract> live = new TreeMap<>();
        for (Instance instance : directory.instances()) {
            Contract contract = contracts.get(instance.announced().contract());
            if (contract != null) {
                live.put(instance.service(), contract);
            }
        }
        return live;
    }

    /** Where callers reach each service that lives now, by its name. */
    public Map<String, List<ShownPrefix>> shown() {
        return directory.shown();
    }

    /** How the service wants problems told; also when it has left, because just then there is one to tell. */
    public Optional<ErrorTemplates> templates(String service) {
        return templates.of(service);
    }

    private void hear(Announcement announcement) {
        if (announcement.name().equals(Announcement.GATEWAY)) {
            return;
        }
        Instance known = instances.get(announcement.instance());
        if (known != null
                && (announcement.sequence() <= known.announced().sequence()
                        || !announcement.name().equals(known.service()))) {
            return;
        }
        learn(announcement, known);
        if (announcement.state() == Announcement.State.DRAINING) {
            // Not before the routing has learned it: who hears this may be gone at the next moment.
            announcements.farewell(announcement.instance());
        }
    }

    private void learn(Announcement announcement, Instance before) {
        long now = awakeMillis();
        Instance known = before;
        List<String> granted = claims.granted(announcement, instances.values());
        if (granted.isEmpty() && !announcement.prefixes().isEmpty()) {
            return;
        }
        boolean moved = known == null || !known.prefixes().equals(granted);
        if (known == null) {
            known = new Instance(announcement, now);
            instances.put(announcement.instance(), known);
            LOG.atInfo()
                    .addKeyValue("service", announcement.name())
                    .addKeyValue("instance", announcement.instance())
                    .log("service instance appeared");
        }
        boolean changed = moved || known.announced().state() != announcement.state() || known.routes() == null;
        known.heard(announcement, granted, now);
        templates.learn(announcement, instances::containsKey);
        if (known.routes() == null) {
            learnContract(known);
        }
        if (changed) {
            publish();
        }
    }

    /**
     * Every instance is asked once, even when its contract is known: the first message between two programs takes
     * seconds (connection, TLS), and it should not be a caller's.
     */
    private void learnContract(Instance instance) {
        String hash = instance.announced().contract();
        if (fetching.add(instance.id())) {
            RouteTable known = tables.get(hash);
            announcements
                    .contract(instance.service(), instance.id(), known == null ? "" : hash)
                    .map(bytes -> known != null && bytes.length() == 0 ? known : accept(hash, bytes))
                    .onComplete(result -> {
                        fetching.remove(instance.id());
                        if (result.succeeded()) {
                            instance.routes(result.result());
                            publish();
                        } else {
                            LOG.atWarn()
                                    .addKeyValue("service", instance.service())
                                    .addKeyValue("instance", instance.id())
                                    .log(
                                            "no usable contract yet: {}",
                                            result.cause().getMessage());
                        }
                    });
        }
    }

    private RouteTable accept(String hash, Buffer bytes) {
        if (!Contract.hashOf(bytes).equals(hash)) {
            throw new IllegalArgumentException("the contract is not the one that was announced");
        }
        var contract = new JsonObject(bytes);
        RouteTable table = RouteTable.of(contract);
        tables.put(hash, table);
        contracts.put(hash, new Contract(contract, bytes, hash));
        return table;
    }

    private void forgetSilent() {
        long now = awakeMillis();
        boolean gone = instances.values().removeIf(instance -> {
            boolean silent = now - instance.lastHeard() > FORGOTTEN_MILLIS;
            if (silent) {
                LOG.atInfo()
                        .addKeyValue("service", instance.service())
                        .addKeyValue("instance", instance.id())
                        .log("service instance left the routing");
            }
            return silent;
        });
        if (gone) {
            forgetContracts();
            publish();
        }
    }

    /** Keeps only what somebody still announces, so that a year of new versions does not fill the memory. */
    private void forgetContracts() {
        Set<String> announced = instances.values().stream()
                .map(instance -> instance.announced().contract())
                .collect(Collectors.toSet());
        contracts.keySet().retainAll(announced);
        tables.keySet().retainAll(announced);
    }

    /** A clock that nobody sets: how long an instance has been silent must not depend on the time of day. */
    private static long uptimeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /**
     * Stands still while this program does: what was said meanwhile lies unheard, and the next look may come before it. Else
     * every service would leave the routing because we slept.
     */
    private long awakeMillis() {
        long now = uptimeMillis();
        if (now - lastAwake > ASLEEP_MILLIS) {
            // Not all of it: this clock goes on even if each look is late.
            slept += now - lastAwake - ASLEEP_MILLIS;
        }
        lastAwake = now;
        return now - slept;
    }

    private void publish() {
        directory = Directory.of(List.copyOf(instances.values()), grants);
    }
}
