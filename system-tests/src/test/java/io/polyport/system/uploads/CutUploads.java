package io.polyport.system.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.KillableServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.store.PostgresServer;
import io.polyport.system.house.House;
import io.polyport.system.house.Node;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Uploads, 40 at a time, to a real server through a gateway and two services, in the middle of which callers hang up, a
 * service is killed or the server is. Never does half a file stand under a final name, and in the end nothing else stands there.
 */
final class CutUploads implements AutoCloseable {
    private static final int AT_ONCE = 40;
    private static final double SECONDS = 1.5;
    // After a long outage a service tries again to sweep only after half a minute.
    private static final Duration SOON = Duration.ofMinutes(2);

    /** Who is cut off. */
    private enum Who {
        CALLER,
        SERVICE,
        SERVER
    }

    private final KillableServer server;
    private final House house;
    private final Random random;
    private final List<CutUpload> all = new ArrayList<>();
    private final Map<Who, Integer> cuts = new EnumMap<>(Who.class);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final CutCaller caller;
    private int victim;

    CutUploads(Path folder, PostgresServer database, KillableServer server, long seed) throws IOException {
        this.server = server.begin();
        this.random = new Random(seed);
        this.house = House.in(folder)
                .services(2)
                .stateYaml("url: '" + database.url() + "', user: polyport")
                .far(new House.Far(
                        server.login().port(),
                        server.login().user(),
                        server.login().password()))
                .connectionYaml("""
                              root: pub
                              pool: 0
                              connect-timeout: 3s
                              read-timeout: 5s
                          uploads: {claim: 2s, sweep-every: 500ms, per-caller: 1000}
                        """.indent(0))
                .build()
                .start();
        this.caller = new CutCaller(house.port(0), house.client().token());
    }

    /** Cuts at least so many uploads, by all three ways; succeeds when nothing of it can be seen. */
    JsonObject run(int wanted) throws Exception {
        long began = System.nanoTime();
        for (int round = 0; total() < wanted; round++) {
            batch(round == 0 ? Who.SERVICE : round == 1 ? Who.SERVER : Who.values()[round % Who.values().length]);
        }
        Eventually.holds(SOON, "uploads whose begin was never answered are given up", this::giveUpUnknown);
        Eventually.value(SOON, "no temporary file is left at " + server, this::temporary, List.of()::equals);
        assertThat(all.stream().map(CutUpload::faultInTheEnd).filter(fault -> !fault.isEmpty()))
                .isEmpty();
        assertThat(faults).isEmpty();
        return new JsonObject()
                .put("uploads", all.size())
                .put("cut", total())
                .put("cutByCaller", cuts.getOrDefault(Who.CALLER, 0))
                .put("cutByKilledService", cuts.getOrDefault(Who.SERVICE, 0))
                .put("cutByKilledServer", cuts.getOrDefault(Who.SERVER, 0))
                .put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    }

    private int total() {
        return cuts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void batch(Who who) throws Exception {
        if (who == Who.SERVICE) {
            // The one that will be killed must not be the only one.
            house.nodes().forEach(Node::awaitReady);
        }
        var batch = new ArrayList<CutUpload>();
        for (int i = 0; i < AT_ONCE; i++) {
            batch.add(new CutUpload(all.size() + i, server.pub(), random, SECONDS, who == Who.CALLER));
        }
        all.addAll(batch);
        long moment = (long) (random.nextDouble() * SECONDS * 1e9);
        var sent = new CountDownLatch(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            batch.forEach(one -> threads.submit(() -> {
                try {
                    one.send(caller);
                } finally {
                    sent.countDown();
                }
            }));
            threads.submit(() -> watch(batch, sent));
            LockSupport.parkNanos(moment);
            strike(who);
        }
        cuts.merge(who, (int) batch.stream().filter(CutUpload::wasCut).count(), Integer::sum);
        heal(who);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var going = batch.stream()
                    .map(one -> threads.submit(() -> one.goOn(caller)))
                    .toList();
            for (var one : going) {
                one.get();
            }
        }
    }

    /** What stands under the names is looked at all the while. */
    private void watch(List<CutUpload> batch, CountDownLatch sent) {
        while (sent.getCount() > 0) {
            batch.stream()
                    .map(CutUpload::faultNow)
                    .filter(fault -> !fault.isEmpty())
                    .forEach(faults::add);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void strike(Who who) throws IOException {
        switch (who) {
            case CALLER -> {}
            case SERVICE -> house.service(victim).kill();
            case SERVER -> server.kill();
        }
    }

    /** The service that was killed begins again while the other one goes on with the uploads. */
    private void heal(Who who) throws IOException {
        switch (who) {
            case CALLER -> {}
            case SERVICE -> {
                house.service(victim).start();
                victim = 1 - victim;
            }
            case SERVER -> server.begin();
        }
    }

    /** All others are complete. True when there is none. */
    private boolean giveUpUnknown() {
        var listed = caller.call("GET", "/uploads", "");
        if (!listed.isGood()) {
            return false;
        }
        var open = new JsonObject(listed.body()).getJsonArray("uploads");
        open.forEach(one -> caller.call("DELETE", "/uploads/" + ((JsonObject) one).getString("id"), ""));
        return open.isEmpty();
    }

    private List<String> temporary() throws IOException {
        try (var files = Files.list(server.pub())) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith(".polyport-"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        house.close();
        server.close();
    }
}
