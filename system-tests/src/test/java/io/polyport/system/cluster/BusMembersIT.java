package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpService;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import io.polyport.system.house.Load;
import io.polyport.system.house.ReferenceNode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway, a reference service with the house's seal, and members of the cluster that have another one. */
class BusMembersIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofMinutes(3);
    private static final String OTHER_SEAL = "a seal that nobody else in the house has, long enough";
    private static final String REFERENCE = "/api/v1/reference";

    @TempDir
    private static Path folder;

    private static House house;
    private static JavaProcess reference;

    @BeforeAll
    static void start() throws IOException {
        house = House.in(folder).services(0).build();
        house.gateway().start();
        reference = node("reference", House.SEAL);
        house.gateway().awaitReady();
        reference.awaitReady(START);
        HouseClient client = house.client();
        Eventually.holds(SOON, "the reference service is routed", () -> client.status(REFERENCE + "/small") == 200);
    }

    @AfterAll
    static void end() {
        reference.close();
        house.close();
    }

    private static JavaProcess node(String name, String seal) throws IOException {
        var config = Files.writeString(folder.resolve(name + ".yaml"), house.busYaml(house.seat(), seal));
        return JavaProcess.of(ReferenceNode.class)
                .named(name)
                .jvm("-Xmx128m")
                .arguments(config.toString())
                .start();
    }

    @Test
    @DisplayName("GW-4 operations of ten seconds each run exactly once, over the clustered bus and under load")
    void exactlyOnce() {
        HouseClient client = house.client();
        int before = slowRuns(client);
        long began = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> slow = new ArrayList<>();
        try (var load = Load.of(16, List.of(() -> client.get(REFERENCE + "/small")))) {
            for (int i = 0; i < 5; i++) {
                slow.add(client.sendAsync(client.request(REFERENCE + "/slow/10000")
                        .POST(BodyPublishers.noBody())
                        .build()));
            }
            slow.forEach(one ->
                    assertThat(one.join().statusCode()).as(one.join().body()).isEqualTo(200));
            System.out.printf(
                    "measured: 5 calls of 10 s took %d ms next to %d small ones%n",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), load.answered());
            assertThat(load.failures()).isEmpty();
            assertThat(load.answered()).isGreaterThan(100);
        }
        assertThat(slowRuns(client) - before).isEqualTo(5);
    }

    private static int slowRuns(HouseClient client) {
        return new JsonObject(client.get(REFERENCE + "/counts").body()).getInteger("slow");
    }

    @Test
    @DisplayName("GW-21 a member with a certificate and without the seal key is refused, and claims no route")
    void withoutSeal() throws IOException {
        String instance = reference.ask(SOON, "instance");
        assertThat(reference.ask(SOON, "call", "reference", instance, "reference.counts"))
                .as("a call with the seal")
                .isEqualTo("200");

        try (var intruder = node("intruder", OTHER_SEAL)) {
            intruder.awaitReady(START);
            Eventually.holds(
                    SOON,
                    "the call without the seal is refused",
                    () -> intruder.ask(SOON, "call", "reference", instance, "reference.counts")
                            .equals("bus.unsealed"));
            assertThat(intruder.ask(SOON, "send", "service.reference." + instance))
                    .contains("bus.unsealed");
            Eventually.holds(
                    SOON,
                    "the gateway says what it heard",
                    () -> house.gateway().process().output().contains("bus.seal"));
            assertThat(house.gateway().process().output()).doesNotContain(intruder.ask(SOON, "instance"));
            reference.awaitLine("the refusal", SOON, line -> line.contains("refused an unsealed or altered envelope"));
        }
    }

    @Test
    @DisplayName("GW-21 a service with a wrong seal key is not routed to, and both its log and the gateway's say why")
    void wrongSeal() {
        var seat = house.seat();
        try (var service = house.node(
                "wrong-seal",
                FtpService.class,
                List.of("-Xmx128m"),
                seat,
                house.ftpYaml("") + house.busYaml(seat, OTHER_SEAL) + house.runtimeYaml(seat))) {
            service.start().awaitReady();
            for (var node : List.of(service, house.gateway())) {
                String line =
                        node.process().awaitLine("the seals differ", SOON, text -> text.contains("bus.seal.keys"));
                System.out.println("said by " + node + ": " + line);
                assertThat(line).contains("WARN");
            }
            assertThat(house.client().get(House.LIGHT).body()).contains("gateway.no-");
        }
    }
}
