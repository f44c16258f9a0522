package io.polyport.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpService;
import io.polyport.gateway.Gateway;
import io.polyport.system.house.House;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that can't start end at once and say why. */
class WrongStartIT {
    private static final Duration SOON = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("GW-37 a configuration with three mistakes: exit code 2, and each is named with its place")
    void threeMistakes() {
        try (var house = House.in(folder).gateways(0).services(0).build()) {
            var seat = house.seat();
            try (var service = house.node("wrong", FtpService.class, List.of(), seat, """
                    ftp:
                      connections:
                        box: {host: 127.0.0.1, port: 70000, poool: 3}
                    bus:
                      seal: {keys: {main: short}}
                    """ + house.runtimeYaml(seat))) {
                assertThat(service.start().awaitExit(SOON)).isEqualTo(2);
                assertThat(service.process().output())
                        .contains("3 faults")
                        .contains("ftp.connections.box.port")
                        .contains("poool")
                        .contains("bus.seal.keys.main")
                        .contains("wrong.yaml:3")
                        .contains("wrong.yaml:5")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    @DisplayName("GW-37 a port that is in use: exit code 1, and one sentence names it and what to do")
    void portInUse() throws IOException {
        try (var house = House.in(folder).gateways(0).services(0).build();
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var seat = house.seat();
            try (var gateway = house.node(
                    "late",
                    Gateway.class,
                    List.of(),
                    seat,
                    """
                    gateway:
                      http: {port: %d}
                      https: {enabled: false}
                    bus:
                      seal: {keys: {main: '%s'}}
                    """.formatted(taken.getLocalPort(), House.SEAL) + house.runtimeYaml(seat))) {
                assertThat(gateway.start().awaitExit(SOON)).isEqualTo(1);
                List<String> sentences = gateway.process()
                        .output()
                        .lines()
                        .filter(line -> line.startsWith("gateway: "))
                        .toList();
                System.out.println("said: " + sentences);
                assertThat(sentences)
                        .singleElement()
                        .asString()
                        .contains("the port is in use")
                        .contains(Integer.toString(taken.getLocalPort()))
                        .contains("configure another port");
            }
        }
    }
}
