package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ListenersIT {
    private static final int LOOPS = 3;

    @TempDir
    Path data;

    @Test
    @DisplayName(
            "port 0 takes one free port for the plain and one for the TLS listener, whatever number of event loops")
    void anyPort() throws Exception {
        try (var house = House.open(data, HousePlan.USUAL.loops(LOOPS).withTls())) {
            assertThat(house.gateway().ports()).hasSize(2).doesNotHaveDuplicates();
            String bearer = "Authorization: Bearer " + house.token();
            for (int i = 0; i < 2 * LOOPS; i++) {
                try (var plain = Wire.to(house.port());
                        var secure = Wire.overTls(house.tlsPort())) {
                    assertThat(plain.head("GET /api/v1/reference/small HTTP/1.1", bearer)
                                    .read()
                                    .status())
                            .isEqualTo(200);
                    assertThat(secure.head("GET /api/v1/reference/small HTTP/1.1", bearer)
                                    .read()
                                    .status())
                            .isEqualTo(200);
                }
            }
        }
    }
}
