package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.password.UsersConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who gets into a publication, and what those are told who do not. */
final class PublicationAccessIT {
    private static final String KIND = "/odata/standard.odata";
    private static final String ALL = "/all" + KIND;
    private static final String USER = "Иванов";
    private static final String PASSWORD = "пароль: 1";
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.polyport");
    private static final List<Logger> LOGGERS = List.of(OURS, (Logger) LoggerFactory.getLogger("polyport.access"));
    private static final Kept KEPT = new Kept();

    @TempDir
    static Path data;

    private static House house;

    /** The appender comes while nobody logs yet: Logback forgets one if another thread reads the list of them anew just then. */
    @BeforeAll
    static void open() throws IOException {
        KEPT.start();
        LOGGERS.forEach(logger -> logger.addAppender(KEPT));
        String hash = OpenBSDBCrypt.generate(PASSWORD.getBytes(StandardCharsets.UTF_8), new byte[16], 4);
        Path users = Files.writeString(
                data.resolve("users.yaml"),
                "users:\n  " + USER + ": {password: \"" + hash + "\", tenant: shop, scopes: [\"odata:read\"]}\n");
        var plan = PublicationPlan.NONE
                .users(UsersConfig.of(users))
                .with("all", "/all", Way.BEARER, Way.BASIC, Way.QUERY_TOKEN)
                .with("tokens", "/tokens", Way.BEARER)
                .with("passwords", "/passwords", Way.BASIC);
        house = House.empty(data, HousePlan.USUAL.publishing(plan).trusting("127.0.0.0/8"));
        PublishedService.join(house, ALL, "/tokens" + KIND, "/passwords" + KIND);
    }

    @AfterAll
    static void close() {
        house.close();
        LOGGERS.forEach(logger -> logger.detachAppender(KEPT));
    }

    private static Wire.Answer get(String target, String... headers) throws IOException {
        try (var wire = Wire.to(house.port())) {
            return wire.head("GET " + target + " HTTP/1.1", headers).read();
        }
    }

    private static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String token(String... scopes) {
        return house.token("olga", scopes);
    }

    private static List<String> challenges(Wire.Answer answer) {
        return answer.headers().getOrDefault("www-authenticate", List.of());
    }

    @Test
    @DisplayName("GW-13 a user gets in with name and password in UTF-8, where the publication takes them")
    void password() throws Exception {
        for (String path : List.of(ALL, "/passwords" + KIND)) {
            var answer = get(path + "/X", basic(USER, PASSWORD));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var seen = new JsonObject(answer.text());
            assertThat(seen.getString("subject")).isEqualTo(USER);
            assertThat(seen.getString("tenant")).isEqualTo("shop");
            assertThat(seen.getString("headers")).doesNotContain("authorization");
        }
        assertThat(get("/tokens" + KIND + "/X", basic(USER, PASSWORD)).status()).isEqualTo(401);
        assertThat(get("/api/v1/reference/small", basic(USER, PASSWORD)).status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("GW-13 401 names each way that the publication takes, Basic with its charset")
    void challenges() throws Exception {
        assertThat(challenges(get(ALL)))
                .containsExactly("Bearer realm=\"polyport\"", "Basic realm=\"polyport\", charset=\"UTF-8\"");
        assertThat(challenges(get("/passwords" + KIND))).containsExactly("Basic realm=\"polyport\", charset=\"UTF-8\"");
        assertThat(challenges(get("/tokens" + KIND))).containsExactly("Bearer realm=\"polyport\"");
        var wrong = get(ALL, basic("nobody", "guess"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(challenges(wrong))
                .containsExactly("Bearer realm=\"polyport\"", "Basic realm=\"polyport\", charset=\"UTF-8\"");
        assertThat(get("/passwords" + KIND, "Authorization: Bearer " + token("odata:read"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("GW-18 OD-29 a service's own 401 names each way that the publication takes, and no other")
    void ownRefusal() throws Exception {
        var all = get(ALL + "/Refused", basic(USER, PASSWORD));
        assertThat(all.status()).isEqualTo(401);
        assertThat(challenges(all))
                .containsExactlyInAnyOrder(
                        "Bearer realm=\"polyport\", error=\"insufficient_scope\"",
                        "Basic realm=\"polyport\", charset=\"UTF-8\"",
                        "Negotiate");
        assertThat(challenges(get("/passwords" + KIND + "/Refused", basic(USER, PASSWORD))))
                .containsExactlyInAnyOrder("Basic realm=\"polyport\", charset=\"UTF-8\"", "Negotiate");
        assertThat(challenges(get("/tokens" + KIND + "/Refused", "Authorization: Bearer " + token("odata:read"))))
                .containsExactlyInAnyOrder("Bearer realm=\"polyport\", error=\"insufficient_scope\"", "Negotiate");
    }

    @Test
    @DisplayName("GW-18 where a publication has nothing, each of its ways is asked for and taken, to be told so")
    void nothingThere() throws Exception {
        for (var expected : Map.of("/passwords/nothing", 404, "/passwords//odata/x", 400, "/passwords/odata%2Fx", 400)
                .entrySet()) {
            assertThat(challenges(get(expected.getKey())))
                    .as(expected.getKey())
                    .containsExactly("Basic realm=\"polyport\", charset=\"UTF-8\"");
            assertThat(get(expected.getKey(), basic(USER, PASSWORD)).status()).isEqualTo(expected.getValue());
        }
        assertThat(challenges(get("/elsewhere"))).containsExactly("Bearer realm=\"polyport\"");
        assertThat(get("/elsewhere", basic(USER, PASSWORD)).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("GW-13 what is granted beside a publication's kinds is not opened by the publication's passwords")
    void besides() throws Exception {
        Path users = data.resolve("users.yaml");
        var plan = PublicationPlan.NONE.users(UsersConfig.of(users)).with("all", "/all", Way.BASIC);
        try (var other = House.empty(
                data.resolve("besides"), HousePlan.USUAL.publishing(plan).granting("/all/special", "odata"))) {
            PublishedService.join(other, ALL, "/all/special");
            try (var wire = Wire.to(other.port())) {
                var answer = wire.head("GET /all/special/X HTTP/1.1", basic(USER, PASSWORD))
                        .read();
                assertThat(answer.status()).isEqualTo(401);
                assertThat(challenges(answer)).containsExactly("Bearer realm=\"polyport\"");
            }
        }
    }

    @Test
    @DisplayName("GW-19 a token gets no ticket for a publication that takes no tokens")
    void noTicket() {
        for (var expected : Map.of("/passwords", "takes no tokens", "/tokens", "There is no WebSocket here")
                .entrySet()) {
            String order =
                    new JsonObject().put("url", expected.getKey() + KIND + "/X").encode();
            var answer = house.send(house.request("/auth/tickets").POST(HttpRequest.BodyPublishers.ofString(order)));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("gateway.no-websocket", expected.getValue());
        }
    }

    @Test
    @DisplayName("GW-13 a header without a colon, not in UTF-8 or far too long gets nobody in and harms nobody")
    void hostile() throws Exception {
        for (String value : List.of("aXZhbg==", "acGhbjpyaWdodA==", "aXYAYW46cmlnaHQ=", "", "A".repeat(20_000))) {
            assertThat(get(ALL, "Authorization: Basic " + value).status())
                    .as(value)
                    .isEqualTo(401);
        }
        assertThat(statusOrCut("Authorization: Basic " + "A".repeat(1 << 20))).isIn(431, 0);
        assertThat(get(ALL, basic(USER, PASSWORD), basic(USER, PASSWORD)).status())
                .isEqualTo(401);
        assertThat(get(ALL, basic(USER, PASSWORD)).status()).isEqualTo(200);
    }

    /** 0 when the connection was closed before all of it was sent: the gateway does not wait for the end. */
    private static int statusOrCut(String header) {
        try {
            return get(ALL, header).status();
        } catch (IOException cut) {
            return 0;
        }
    }

    private static Wire.Answer getBy(String way, String password) throws IOException {
        return get(ALL, basic(USER, password), "X-Forwarded-For: " + way, "X-Forwarded-Proto: https");
    }

    @Test
    @DisplayName("GW-13 who guesses is answered 429, and another address, as a trusted proxy tells it, is not")
    void throttled() throws Exception {
        String home = "192.0.2.66";
        var refused = behindGuesses(guess -> getBy(home, guess), () -> getBy(home, PASSWORD));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("retry-after").map(Integer::parseInt).orElse(0))
                .isPositive();
        assertThat(getBy("192.0.2.66, 192.0.2.67", PASSWORD).status())
                .as("what the nearest proxy saw counts, not what a client says before it")
                .isEqualTo(200);
        assertThat(getBy("[2001:db8::7]:4711", PASSWORD).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-13 who guesses gets no further tries by inventing addresses in headers")
    void inventedAddresses() throws Exception {
        var guessed = new AtomicInteger();
        var refused = behindGuesses(
                guess -> {
                    String invented = "198.51.100." + guessed.incrementAndGet();
                    return get(
                            ALL,
                            basic(USER, guess),
                            "Forwarded: for=" + invented + ";proto=https",
                            "X-Forwarded-For: " + invented + ", 192.0.2.77, 127.0.0.9",
                            "X-Forwarded-Proto: https");
                },
                () -> getBy("192.0.2.77", PASSWORD));
        assertThat(refused.status()).isEqualTo(429);
    }

    private interface Asked {
        Wire.Answer of(String password) throws IOException;
    }

    private interface Right {
        Wire.Answer ask() throws IOException;
    }

    /**
     * What the right password is answered behind eight guesses, of which the last is refused unheard. The first wait is one
     * second: when the machine stands still for so long in between, it is all tried again.
     */
    private static Wire.Answer behindGuesses(Asked guess, Right right) throws IOException {
        Wire.Answer answer = null;
        int last = 0;
        for (int tries = 0; tries < 5 && (answer == null || last != 429 || answer.status() != 429); tries++) {
            for (int i = 0; i < 8; i++) {
                last = guess.of("guess" + i).status();
            }
            answer = right.ask();
        }
        assertThat(last).isEqualTo(429);
        return answer;
    }

    @Test
    @DisplayName("GW-13 a password that a proxy took over plain HTTP is refused, and not asked for there")
    void plainHttp() throws Exception {
        for (String told : List.of(
                "X-Forwarded-Proto: http",
                "X-Forwarded-Proto: https, http",
                "X-Forwarded-For: 192.0.2.9",
                "Forwarded: proto=https",
                "Via: 1.1 proxy")) {
            var answer = get(ALL, basic(USER, PASSWORD), told);
            assertThat(answer.status()).as(told).isEqualTo(401);
            assertThat(challenges(answer)).containsExactly("Bearer realm=\"polyport\"");
            assertThat(get("/passwords" + KIND, basic(USER, PASSWORD), told).status())
                    .isEqualTo(403);
        }
        assertThat(get(ALL, basic(USER, PASSWORD), "X-Forwarded-Proto: https").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("GW-13 a proxy on this machine that is not configured does not make its callers this machine's own")
    void unknownProxy() throws Exception {
        Path users = data.resolve("users.yaml");
        var plan = PublicationPlan.NONE.users(UsersConfig.of(users)).with("all", "/all", Way.BASIC);
        try (var other = House.empty(data, HousePlan.USUAL.publishing(plan))) {
            PublishedService.join(other, ALL);
            for (String header : List.of(
                    "X-Forwarded-For: 192.0.2.9",
                    "X-Forwarded-Proto: https",
                    "Forwarded: for=192.0.2.9;proto=https",
                    "X-Real-IP: 192.0.2.9")) {
                assertThat(at(other, header)).as(header).isEqualTo(403);
            }
            assertThat(at(other, "Accept: */*")).isEqualTo(200);
        }
    }

    private static int at(House other, String header) throws IOException {
        try (var wire = Wire.to(other.port())) {
            return wire.head("GET " + ALL + " HTTP/1.1", basic(USER, PASSWORD), header)
                    .read()
                    .status();
        }
    }

    @Test
    @DisplayName("GW-12 a token in the query gets in where the publication takes it, and travels no further")
    void tokenInQuery() throws Exception {
        String token = token("odata:read");
        var answer = get(ALL + "/X?a=1&AccessToken=" + token + "&$top=2");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("cache-control")).contains("private");
        assertThat(answer.header("referrer-policy")).contains("no-referrer");
        assertThat(get(ALL + "?AccessToken=wrong").header("referrer-policy")).contains("no-referrer");
        assertThat(get(ALL + "/X", basic(USER, PASSWORD)).header("referrer-policy"))
                .isEmpty();
        var seen = new JsonObject(answer.text());
        assertThat(seen.getString("query")).isEqualTo("a=1&$top=2");
        assertThat(answer.text()).doesNotContain(token);
        for (String path : List.of("/tokens" + KIND, "/passwords" + KIND, "/api/v1/odata/x")) {
            assertThat(get(path + "?AccessToken=" + token).status()).as(path).isEqualTo(401);
        }
        assertThat(get(ALL + "?AccessToken=" + token, "Authorization: Bearer " + token)
                        .status())
                .isEqualTo(401);
        assertThat(get(ALL + "?AccessToken=" + token, basic(USER, PASSWORD)).status())
                .isEqualTo(401);
        assertThat(get(ALL + "?AccessToken=" + token + "&access_token=" + token).status())
                .isEqualTo(401);
    }

    /** Everything that is logged, however little it matters. */
    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
        }
    }

    @Test
    @DisplayName("GW-12 GW-13 tokens in queries and passwords stand in no log and no metric")
    void neverLogged() throws Exception {
        KEPT.lines.clear();
        Level before = OURS.getLevel();
        OURS.setLevel(Level.TRACE);
        String token = token("odata:read");
        String header = basic(USER, PASSWORD);
        try {
            get(ALL + "/logged?AccessToken=" + token);
            get("/tokens" + KIND + "/logged?AccessToken=" + token);
            get(ALL + "/logged&AccessToken=" + token);
            get(ALL + "/logged%26access_token%3D" + token);
            get(ALL + "/logged", header);
            get(ALL + "/logged", basic(USER, "wrong" + PASSWORD));
        } finally {
            OURS.setLevel(before);
        }
        String all = String.join("\n", KEPT.lines) + house.metrics();
        assertThat(all).contains("/logged");
        assertThat(all).doesNotContain(token, PASSWORD, header.substring(header.lastIndexOf(' ') + 1));
    }
}
