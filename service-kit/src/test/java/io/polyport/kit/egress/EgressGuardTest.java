package io.polyport.kit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.kit.config.ConfigException;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressGuardTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> asked = new ArrayList<>();

    /** A resolver that knows what it is told; counts the questions. */
    private Resolver answering(String... addresses) {
        return host -> {
            asked.add(host);
            return Future.succeededFuture(
                    Arrays.stream(addresses).map(AddressBlock::literal).toList());
        };
    }

    private EgressGuard adHoc(Resolver resolver, String... allow) {
        return EgressGuard.adHoc(new EgressSettings(List.of(allow), Duration.ofSeconds(5), false), resolver, meters);
    }

    private static String code(Future<CheckedTarget> checked) {
        assertThat(checked.isComplete()).isTrue();
        return checked.succeeded()
                ? "allowed"
                : ((ProblemException) checked.cause()).problem().code();
    }

    @ParameterizedTest(name = "GW-38 {0} is refused even when every name and public address is allowed")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "[::1]",
                "::1",
                "0.0.0.0",
                "0.1.2.3",
                "[::]",
                "169.254.169.254",
                "169.254.1.1",
                "[fd00:ec2::254]",
                "[fe80::1]",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "240.0.0.1",
                "[ff02::1]",
                "[fc00::1]",
                "[fec0::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::ffff:169.254.169.254]",
                "[::127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b::10.0.0.1]",
                "[64:ff9b:1::a00:1]",
                "[2002:7f00:1::]",
                "[2002:a9fe:a9fe::1]",
                "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
                "[2001:db8::1]",
                "[4000::1]",
                "[::ffff:10.0.0.1]",
                "[0:0:0:0:0:0:0:1]"
            })
    void specialLiterals(String host) {
        var guard = adHoc(answering(), "*:*", "0.0.0.0/0:*", "[::/0]:*");
        assertThat(code(guard.check(host, 21))).isEqualTo("egress.denied");
        assertThat(asked).isEmpty();
        assertThat(meters.counter("polyport.egress.denied").count()).isEqualTo(1);
    }

    @ParameterizedTest(name = "GW-38 {0} is no usual form of a host and is refused unread")
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0X7F.1",
                "017700000001",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "0x7f.0.0.1",
                "127.0.0.1.",
                "127.0.0.01",
                "1.2.3.4.5",
                "256.1.1.1",
                "a.0x1",
                "example.1",
                "\uFF11\uFF12\uFF17.0.0.1",
                "127。0。0。1",
                "①②⑦.0.0.1",
                "[fe80::1%eth0]",
                "fe80::1%1",
                "[::1",
                "[127.0.0.1]",
                "[::1]:80",
                "a b",
                "a\r\nb",
                "a\nUSER x",
                "a\u0000",
                "user@host",
                "user:pw@host",
                "host/path",
                "host?x",
                "host#x",
                "host\\x",
                "a..b",
                ".a",
                "-a.example",
                "",
                ".",
                "*",
                "*.example.com",
                "unix:/run/x",
                "host:21",
                "xn--\u00e9",
                "a%2eb",
                "file:///etc/passwd"
            })
    void oddForms(String host) {
        assertThat(code(adHoc(answering("93.184.216.34"), "*:*").check(host, 21)))
                .isEqualTo("egress.target-invalid");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest(name = "GW-38 a name that resolves to {0} is refused although the name is allowed")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.96.0.1",
                "169.254.169.254",
                "::1",
                "fd00:ec2::254",
                "fe80::1",
                "0.0.0.0",
                "64:ff9b::1",
                "2002:7f00:1::",
                "::ffff:127.0.0.1"
            })
    void rebinding(String address) {
        for (var host : List.of("localhost", "LOCALHOST.", "kubernetes.default.svc", "ftp.example.com")) {
            assertThat(code(adHoc(answering(address), "*:*").check(host, 443))).isEqualTo("egress.denied");
        }
    }

    @Test
    @DisplayName("GW-38 an answer that mixes a public with a private address is refused as a whole")
    void mixedAnswer() {
        var guard = adHoc(answering("93.184.216.34", "10.0.0.1"), "ftp.example.com:21");
        assertThat(code(guard.check("ftp.example.com", 21))).isEqualTo("egress.denied");
    }

    @Test
    @DisplayName("GW-38 every address of an answer may be connected to when all of them are allowed, and else none")
    void everyAddress() {
        var all = adHoc(answering("93.184.216.34", "93.184.216.35"), "ftp.example.com:21")
                .checkAll("ftp.example.com", 21)
                .result();
        assertThat(all)
                .extracting(target -> target.address().getHostAddress())
                .containsExactly("93.184.216.34", "93.184.216.35");
        var mixed = adHoc(answering("93.184.216.34", "10.0.0.1"), "ftp.example.com:21");
        assertThat(mixed.checkAll("ftp.example.com", 21).failed()).isTrue();
    }

    @Test
    @DisplayName("GW-38 the address that was checked is the one to connect to; the name is asked for once")
    void checkedAddress() {
        var target = adHoc(answering("93.184.216.34", "93.184.216.35"), "ftp.example.com:21")
                .check("FTP.Example.COM.", 21)
                .result();
        assertThat(asked).containsExactly("ftp.example.com");
        assertThat(target.host()).isEqualTo("ftp.example.com");
        assertThat(target.socketAddress().hostAddress()).isEqualTo("93.184.216.34");
        assertThat(target.socketAddress().port()).isEqualTo(21);
        assertThat(target.address().getHostAddress()).isEqualTo("93.184.216.34");
    }

    @ParameterizedTest(name = "GW-38 pattern {0}, target {1}:{2}, at {3}: {4}")
    @CsvSource({
        "ftp.example.com:21,        ftp.example.com,     21,   93.184.216.34, allowed",
        "FTP.example.com:21,        ftp.EXAMPLE.com.,    21,   93.184.216.34, allowed",
        "ftp.example.com:21,        ftp.example.com,     22,   93.184.216.34, egress.denied",
        "ftp.example.com:21,        ftp.example.com.evil.net, 21, 93.184.216.34, egress.denied",
        "*.example.com:21,          a.b.example.com,     21,   93.184.216.34, allowed",
        "*.example.com:21,          example.com,         21,   93.184.216.34, egress.denied",
        "*.example.com:21,          evilexample.com,     21,   93.184.216.34, egress.denied",
        "*.example.com:21,          93.184.216.34,       21,   93.184.216.34, egress.denied",
        "*:1024-2048,               ftp.example.com,     1024, 93.184.216.34, allowed",
        "*:1024-2048,               ftp.example.com,     2049, 93.184.216.34, egress.denied",
        "*:*,                       93.184.216.34,       1,    93.184.216.34, allowed",
        "*:*,                       ftp.example.com,     1,    2606:4700::1,  allowed",
        "93.184.0.0/16:21,          93.184.216.34,       21,   93.184.216.34, allowed",
        "93.184.0.0/16:21,          any.example,         21,   93.184.216.34, allowed",
        "93.184.0.0/16:21,          any.example,         21,   93.185.216.34, egress.denied",
        "93.184.216.34:21,          93.184.216.35,       21,   93.184.216.35, egress.denied",
        "[2606:4700::/32]:21,       [2606:4700::1],      21,   2606:4700::1,  allowed",
        "10.1.0.0/16:21,            10.1.2.3,            21,   10.1.2.3,      allowed",
        "10.1.0.0/16:21,            ftp.intern,          21,   10.1.2.3,      allowed",
        "10.1.0.0/16:21,            ftp.intern,          21,   10.2.2.3,      egress.denied",
        "10.0.0.0/8:21,             10.2.2.3,            21,   10.2.2.3,      allowed",
        "8.0.0.0/5:21,              10.2.2.3,            21,   10.2.2.3,      egress.denied",
        "127.0.0.0/8:21,            [::ffff:127.0.0.1],  21,   127.0.0.1,     allowed",
        "127.0.0.1:21,              localhost,           21,   127.0.0.1,     allowed",
        "127.0.0.0/8:21,            [::127.0.0.1],       21,   ::127.0.0.1,   egress.denied",
        "169.254.0.0/16:*,          169.254.169.254,     80,   169.254.169.254, egress.denied",
        "169.254.169.254/32:80,     169.254.169.254,     80,   169.254.169.254, allowed",
        "[fd00::/8]:*,              [fd00:ec2::254],     80,   fd00:ec2::254, egress.denied",
        "example.com:21,            ехample.com,         21,   93.184.216.34, egress.denied",
        "*.example.com:21,          a.ехample.com,       21,   93.184.216.34, egress.denied",
        "пример.рф:21,              ПРИМЕР.рф,           21,   93.184.216.34, allowed",
    })
    void patterns(String pattern, String host, int port, String address, String expected) {
        assertThat(code(adHoc(answering(address), pattern).check(host, port))).isEqualTo(expected);
    }

    @Test
    @DisplayName("GW-38 without patterns nothing is allowed, and no name is even looked up")
    void denyByDefault() {
        assertThat(code(adHoc(answering("93.184.216.34")).check("ftp.example.com", 21)))
                .isEqualTo("egress.denied");
        assertThat(code(adHoc(answering("93.184.216.34"), "10.0.0.0/8:22").check("secret.example.com", 21)))
                .isEqualTo("egress.denied");
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("GW-38 a refusal says what to do and not what the name resolved to")
    void refusalTells() {
        var refused = adHoc(answering("10.9.8.7"), "*:*").check("ftp.example.com", 21);
        var problem = ((ProblemException) refused.cause()).problem();
        assertThat(problem.status()).isEqualTo(403);
        assertThat(problem.detail())
                .contains("ftp.example.com:21 is not allowed", "configured connection", "allow-list")
                .doesNotContain("10.9.8.7");
    }

    @ParameterizedTest(name = "GW-38 port {0} is none")
    @ValueSource(ints = {0, -1, 65_536})
    void ports(int port) {
        assertThat(code(adHoc(answering("93.184.216.34"), "*:*").check("a.example", port)))
                .isEqualTo("egress.target-invalid");
    }

    @Test
    @DisplayName("an unknown name and a slow DNS are told apart")
    void lookUpFails() {
        assertThat(code(adHoc(host -> Future.failedFuture(new UnknownHostException(host)), "*:*")
                        .check("a.example", 1)))
                .isEqualTo("egress.name-unknown");
        assertThat(code(adHoc(host -> Future.failedFuture(new TimeoutException()), "*:*")
                        .check("a.example", 1)))
                .isEqualTo("egress.name-timeout");
        assertThat(code(adHoc(answering(), "*:*").check("a.example", 1))).isEqualTo("egress.name-unknown");
    }

    @Test
    @DisplayName("GW-38 configured connections may be at any address, but only the configured host and port")
    void configured() {
        var guard = EgressGuard.configured(
                List.of(new EgressGuard.Named("Ftp.intern", 21), new EgressGuard.Named("::1", 2121)),
                answering("10.0.0.1"),
                meters);
        assertThat(guard.check("ftp.intern.", 21).result().address().getHostAddress())
                .isEqualTo("10.0.0.1");
        assertThat(code(guard.check("[0:0:0:0:0:0:0:1]", 2121))).isEqualTo("allowed");
        assertThat(code(guard.check("ftp.intern", 22))).isEqualTo("egress.denied");
        assertThat(code(guard.check("10.0.0.1", 21))).isEqualTo("egress.denied");
        assertThatThrownBy(
                        () -> EgressGuard.configured(List.of(new EgressGuard.Named("127.1", 21)), answering(), meters))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0} is no pattern")
    @ValueSource(
            strings = {
                "ftp.example.com",
                "ftp.example.com:",
                ":21",
                "a:0",
                "a:65536",
                "a:30-20",
                "a:*-3",
                "10.*:21",
                "*.0.0.1:21",
                "10.0.0.1/8:21",
                "10.0.0.0/33:21",
                "fd00::/8:21",
                "[fd00::/129]:21",
                "a*.example:21",
                "10.0.0.0/x:21",
                "127.1:21",
                "a b:21",
                "[a]:21"
            })
    void wrongPatterns(String pattern) {
        assertThatThrownBy(() -> TargetPattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfigLoader.load(EgressSettings.class, List.of(), Map.of("ALLOW", pattern)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("allow: has the entry");
    }

    @Test
    @DisplayName("GW-38 the system's resolver finds localhost at loopback, which *:* does not allow")
    void systemResolver() throws Exception {
        var vertx = Vertx.vertx();
        try {
            var resolver = Resolver.system(vertx, 20_000);
            List<InetAddress> found = resolver.resolve("localhost")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(found).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
            var checked = adHoc(resolver, "*:*")
                    .check("localhost", 21)
                    .toCompletionStage()
                    .toCompletableFuture();
            assertThat(checked)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("egress.denied");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }
}
