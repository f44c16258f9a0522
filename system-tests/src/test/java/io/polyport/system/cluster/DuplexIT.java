package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Http2Talk;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import io.polyport.system.house.ReferenceNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and the reference service as processes on the clustered bus, and calls that flow both ways at once. */
class DuplexIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String REFERENCE = "/api/v1/reference";

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static House house;
    private static JavaProcess reference;
    private static Http2Talk caller;

    @BeforeAll
    static void start() throws IOException {
        vertx = Vertx.vertx();
        house = House.in(folder).services(0).build();
        house.gateway().start();
        reference = service("reference");
        house.gateway().awaitReady();
        reference.awaitReady(Duration.ofSeconds(60));
        awaitRoute();
        caller = Http2Talk.plain(vertx, house.port(0), house.client().token());
    }

    @AfterAll
    static void end() {
        caller.close();
        vertx.close();
        reference.close();
        house.close();
    }

    private static JavaProcess service(String name) throws IOException {
        var config = Files.writeString(folder.resolve(name + ".yaml"), house.busYaml(house.seat(), House.SEAL));
        return JavaProcess.of(ReferenceNode.class)
                .named(name)
                .jvm("-Xmx128m")
                .arguments(config.toString())
                .start();
    }

    private static void awaitRoute() {
        HouseClient client = house.client();
        Eventually.holds(SOON, "the reference service is routed", () -> client.status(REFERENCE + "/small") == 200);
    }

    private static int gone() {
        return new JsonObject(house.client().get(REFERENCE + "/counts").body()).getInteger("gone");
    }

    @Test
    @DisplayName(
            "GR-23 between processes, too, records of the answer come while the request is open, and cancel travels")
    void bothWays() {
        int before = gone();
        var talk = caller.open(REFERENCE + "/talk");
        assertThat(talk.head().getHeader("x-way")).isEqualTo("DUPLEX");
        for (int i = 0; i < 200; i++) {
            assertThat(talk.say("{\"n\":" + i + "}").hear()).isEqualTo("{\"heard\":{\"n\":" + i + "}}");
        }
        talk.request().end();
        assertThat(talk.hear()).isEqualTo(Http2Talk.END);

        var ended = caller.open(REFERENCE + "/talk");
        assertThat(ended.say("{\"complete\":true}").hear()).isEqualTo(Http2Talk.END);
        assertThat(gone()).isEqualTo(before);

        var left = caller.open(REFERENCE + "/talk");
        assertThat(left.say("1").hear()).isEqualTo("{\"heard\":1}");
        left.request().reset(8);
        Eventually.passes(Duration.ofMillis(1_500), () -> assertThat(gone()).isEqualTo(before + 1));
    }

    @Test
    @DisplayName("GW-4 a call that flows both ways is reset when the service's process is killed")
    void killed() throws IOException {
        var talk = caller.open(REFERENCE + "/talk");
        assertThat(talk.say("1").hear()).isEqualTo("{\"heard\":1}");
        reference.close();
        assertThat(talk.hear()).contains("reset");
        reference = service("reference-2");
        reference.awaitReady(Duration.ofSeconds(60));
        awaitRoute();
    }
}
