package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import io.polyport.system.house.Load;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One gateway and two FTP services, which leave and come back one after the other while callers go on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollingRestartIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int LARGE = 24 << 20;

    @TempDir
    private static Path folder;

    private static House house;

    /** The services come before the gateway: it has to find what is there. */
    @BeforeAll
    static void servicesFirst() {
        house = House.in(folder).services(2).build();
        house.peer().file("small.txt", new byte[] {'s'});
        house.peer().sparse("large.bin", LARGE);
        house.service(0).start();
        house.service(1).start();
        house.service(0).awaitReady();
        house.service(1).awaitReady();
        house.gateway().start().awaitReady();
        long ready = System.nanoTime();
        house.awaitService(0, SOON);
        System.out.printf(
                "measured: services there first were routed %d ms after the gateway was ready%n", since(ready));
    }

    @AfterAll
    static void end() {
        house.close();
    }

    @Test
    @Order(1)
    @DisplayName("GW-36 two services restarted one after the other under load: no call fails, both end with 0")
    void services() {
        HouseClient client = house.client();
        var names = new AtomicInteger();
        try (var load = Load.of(
                8,
                List.of(
                        () -> client.get(House.LIGHT),
                        () -> client.get(House.BOX + "/files/small.txt"),
                        () -> client.put(
                                House.BOX + "/files/up-" + names.incrementAndGet() % 50 + ".txt",
                                BodyPublishers.ofString("up")),
                        () -> client.get(House.BOX + "/directories/")))) {
            for (int i = 0; i < 2; i++) {
                awaitBothWork(2 + i);
                int before = load.answered();
                Eventually.holds(SOON, "the load runs", () -> load.answered() > before + 50);
                house.service(i).terminate();
                long told = System.nanoTime();
                int code = house.service(i).awaitExit(SOON);
                System.out.printf(
                        "measured: ftp-service-%d ended %d ms after SIGTERM under load, %d calls answered so far%n",
                        i, since(told), load.answered());
                assertThat(code).as(house.service(i).process().output()).isZero();
                int ended = load.answered();
                Eventually.holds(SOON, "the load goes on", () -> load.answered() > ended + 20);
                house.service(i).start().awaitReady();
            }
            awaitBothWork(4);
            assertThat(load.failures()).isEmpty();
            assertThat(load.answered()).isGreaterThan(200);
        }
    }

    /** Both instances take calls, and none is counted that has just gone. */
    private static void awaitBothWork(int appearances) {
        Eventually.holds(
                SOON,
                "two instances are in the routing",
                () -> house.appeared(0) >= appearances && house.routed(0) == 2);
    }

    @Test
    @Order(2)
    @DisplayName("GW-36 a service that is told to end finishes the download that it is at")
    void serviceFinishesDownload() {
        house.service(1).terminate();
        assertThat(house.service(1).awaitExit(SOON)).isZero();
        try (var reader = download()) {
            house.service(0).terminate();
            long told = System.nanoTime();
            Eventually.holds(SOON, "no new call is taken", () -> house.client().status(House.LIGHT) == 503);
            System.out.printf("measured: no new calls %d ms after SIGTERM%n", since(told));
            finish(reader);
            assertThat(house.service(0).awaitExit(SOON)).isZero();
        }
        house.service(0).start().awaitReady();
        house.awaitService(0, SOON);
    }

    @Test
    @Order(3)
    @DisplayName("GW-36 a gateway that is told to end is not ready at once, finishes its download and ends with 0")
    void gatewayFinishesDownload() {
        try (var reader = download()) {
            house.gateway().terminate();
            long told = System.nanoTime();
            Eventually.holds(
                    SOON, "the gateway is not ready", () -> !house.gateway().isReady());
            Eventually.holds(
                    SOON, "no new connection is taken", () -> house.client().status(House.LIGHT) == 0);
            System.out.printf("measured: no new connections %d ms after SIGTERM%n", since(told));
            assertThat(house.gateway().isRunning()).isTrue();
            finish(reader);
            assertThat(house.gateway().awaitExit(SOON))
                    .as(house.gateway().process().output())
                    .isZero();
        }
    }

    private static SlowReader download() {
        var reader = SlowReader.get(
                house.port(0),
                House.BOX + "/files/large.bin",
                1 << 20,
                "Authorization: Bearer " + house.client().token());
        Eventually.holds(SOON, "the download runs", () -> reader.received() > 512 * 1024);
        return reader;
    }

    private static void finish(SlowReader reader) {
        assertThat(reader.received()).isLessThan(LARGE);
        reader.rate(1 << 30);
        Eventually.holds(SOON, "the download ends", reader::isEnded);
        assertThat(reader.failure()).isNull();
        int head = reader.text().indexOf("\r\n\r\n") + 4;
        assertThat(reader.received()).isEqualTo(head + LARGE);
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
