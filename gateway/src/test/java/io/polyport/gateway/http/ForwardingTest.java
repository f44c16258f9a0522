package io.polyport.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.ProxyHeaders;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForwardingTest {
    private final Forwarding forwarding =
            new Forwarding(List.of("fe80::/10", "10.0.0.0/8", "192.168.1.1", "fd00::7"), ProxyHeaders.X_FORWARDED);

    @ParameterizedTest(name = "{0} is a trusted proxy: {1}")
    @CsvSource({
        "fe80:0:0:0:1:2:3:4%eth0, true",
        "fe80:0:0:0:1:2:3:4%2, true",
        "fec0:0:0:0:1:2:3:4%2, false",
        "::ffff:10.1.2.3, true",
        "10.255.0.1, true",
        "11.0.0.1, false",
        "192.168.1.1, true",
        "192.168.1.2, false",
        "fd00:0:0:0:0:0:0:7, true",
        "fd00:0:0:0:0:0:0:8, false"
    })
    @DisplayName("GW-9 proxies are known by address and network, an interface behind the address or not")
    void trusted(String address, boolean expected) {
        assertThat(forwarding.trusts(address)).isEqualTo(expected);
    }
}
