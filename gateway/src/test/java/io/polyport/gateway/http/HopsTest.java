package io.polyport.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.ProxyHeaders;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HopsTest {
    private static final String NEAREST = "10.0.0.1";

    private static boolean trusted(String address) {
        return address.startsWith("10.");
    }

    private static Hops forwarded(String... lines) {
        return Hops.of(
                ProxyHeaders.FORWARDED,
                MultiMap.caseInsensitiveMultiMap().add("Forwarded", (Iterable<String>) List.of(lines)));
    }

    private static Hops listed(String clients, String schemes, String authorities) {
        return Hops.of(
                ProxyHeaders.X_FORWARDED,
                MultiMap.caseInsensitiveMultiMap()
                        .add("X-Forwarded-For", clients)
                        .add("X-Forwarded-Proto", schemes)
                        .add("X-Forwarded-Host", authorities));
    }

    @ParameterizedTest(name = "\"{0}\" came from {1}")
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.9                          | 192.0.2.9
            6.6.6.6, 192.0.2.9                 | 192.0.2.9
            6.6.6.6, 192.0.2.9, 10.0.0.2       | 192.0.2.9
            10.9.9.9, 10.0.0.2                 | 10.9.9.9
            6.6.6.6, unknown                   | 10.0.0.1
            6.6.6.6, unknown, 10.0.0.2         | 10.0.0.2
            6.6.6.6,                           | 10.0.0.1
            6.6.6.6, 192.0.2.9:4711            | 192.0.2.9
            6.6.6.6, [2001:db8::7]:80          | 2001:db8:0:0:0:0:0:7
            6.6.6.6, 1.2.3.4.example           | 10.0.0.1
            """)
    @DisplayName("GW-13 the client is the last address that is no trusted proxy, whatever stands before it")
    void client(String way, String expected) {
        assertThat(listed(way, "https", "a.example").client(NEAREST, HopsTest::trusted))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} came from {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            for=6.6.6.6, for=192.0.2.9;proto=https              | 192.0.2.9
            For="[2001:db8::7]:4711" ; by=_x                    | 2001:db8:0:0:0:0:0:7
            for=6.6.6.6, for=_hidden                            | 10.0.0.1
            for=6.6.6.6, proto=https                            | 10.0.0.1
            for="6.6.6.6, for=192.0.2.9                         | 10.0.0.1
            for=192.0.2.9;host="x\\";for=6.6.6.6;y=\\""           | 192.0.2.9
            for=192.0.2.9;for=6.6.6.6                           | 10.0.0.1
            for=192.0.2.9 for=6.6.6.6                           | 10.0.0.1
            ,, for=192.0.2.9 ,                                  | 192.0.2.9
            =, for=192.0.2.9                                    | 10.0.0.1
            for                                                 | 10.0.0.1
            """)
    @DisplayName("GW-13 Forwarded is read as a whole or not at all: quotes and elements hide nothing")
    void hostileForwarded(String header, String expected) {
        assertThat(forwarded(header).client(NEAREST, HopsTest::trusted)).isEqualTo(expected);
    }

    @Test
    @DisplayName("GW-13 a quote that is left open in one line swallows no other line")
    void lines() {
        assertThat(forwarded("for=6.6.6.6", "for=192.0.2.9").client(NEAREST, HopsTest::trusted))
                .isEqualTo("192.0.2.9");
        assertThat(forwarded("for=\"6.6.6.6", "for=192.0.2.9").client(NEAREST, HopsTest::trusted))
                .isEqualTo(NEAREST);
        assertThat(forwarded("for=\"" + "x".repeat(30_000) + "\"").client(NEAREST, HopsTest::trusted))
                .isEqualTo(NEAREST);
    }

    @Test
    @DisplayName("GW-9 scheme and authority are those of the first trusted proxy; one value holds for all of them")
    void outermost() {
        var all = listed("6.6.6.6, 192.0.2.9, 10.0.0.2", "http, https, http", "evil, a.example, b.example");
        assertThat(all.outermost(HopsTest::trusted)).contains(new Hops.Hop("192.0.2.9", "https", "a.example"));
        var one = listed("6.6.6.6, 192.0.2.9, 10.0.0.2", "https", "a.example");
        assertThat(one.outermost(HopsTest::trusted)).contains(new Hops.Hop("192.0.2.9", "https", "a.example"));
        assertThat(forwarded("").outermost(HopsTest::trusted)).isEmpty();
    }

    @Test
    @DisplayName("GW-13 a way is unreadable only when the first trusted proxy says https and none says otherwise")
    void secure() {
        assertThat(listed("192.0.2.9", "https", "a").areAllSecure(HopsTest::trusted))
                .isTrue();
        assertThat(listed("192.0.2.9, 10.0.0.2", "https, http", "a").areAllSecure(HopsTest::trusted))
                .isFalse();
        assertThat(forwarded("for=192.0.2.9;proto=https, for=10.0.0.2").areAllSecure(HopsTest::trusted))
                .isTrue();
        assertThat(forwarded("for=6.6.6.6;proto=https, for=192.0.2.9").areAllSecure(HopsTest::trusted))
                .isFalse();
        assertThat(forwarded("proto=\"https").areAllSecure(HopsTest::trusted)).isFalse();
    }
}
