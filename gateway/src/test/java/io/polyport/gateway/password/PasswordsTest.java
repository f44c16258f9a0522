package io.polyport.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.polyport.gateway.identity.Credentials;
import io.polyport.gateway.identity.VerifiedToken;
import io.polyport.gateway.identity.Way;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class PasswordsTest {
    private static final String HOME = "192.0.2.1";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Vertx vertx = Vertx.vertx();

    private final List<Passwords> opened = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(passwords -> Waiting.value(passwords.close()));
        Waiting.value(vertx.close());
    }

    private Path users(String... lines) throws Exception {
        return write("users:\n" + String.join("\n", lines) + "\n");
    }

    /** At one moment: half a file would be read as one of its own, and an empty one has no users. */
    private Path write(String text) throws IOException {
        return Files.move(
                Files.writeString(folder.resolve("new"), text),
                folder.resolve("users.yaml"),
                StandardCopyOption.ATOMIC_MOVE);
    }

    /** A cheap hash: most tests are not about its strength. */
    private static String user(String name, String password) {
        return user(name, password, 4);
    }

    private static String user(String name, String password, int cost) {
        String hash = OpenBSDBCrypt.generate(password.getBytes(StandardCharsets.UTF_8), new byte[16], cost);
        return "  \"" + name + "\": {password: \"" + hash
                + "\", tenant: shop, scopes: [odata:read], claims: {отдел: \"7\"}}";
    }

    private static UsersConfig config(Path file, Duration remember, int workers, int queue) {
        return new UsersConfig(Optional.of(file), Duration.ofMillis(50), remember, 100, workers, queue, false);
    }

    private Passwords open(Path file) {
        return open(config(file, Duration.ofMinutes(5), 2, 64));
    }

    private Passwords open(UsersConfig config) {
        var passwords = Waiting.value(Passwords.create(vertx, config, now::get));
        opened.add(passwords);
        return passwords;
    }

    private static Credentials header(String... values) {
        return new Credentials(List.of(values), null, Set.of(Way.BASIC));
    }

    private static Credentials basic(String user, String password) {
        return header("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private static Problem problem(Future<?> future) {
        Eventually.holds(SOON, "it is decided", future::isComplete);
        return ((ProblemException) future.cause()).problem();
    }

    private static Object reason(Passwords passwords, Credentials credentials) {
        Problem problem = problem(passwords.verify(credentials, HOME, true));
        assertThat(problem.code()).isEqualTo("gateway.unauthenticated");
        return problem.extensions().get("reason");
    }

    @Test
    @DisplayName("GW-13 a user of the file has its name for subject, and the file's tenant, scopes and claims")
    void principal() throws Exception {
        var passwords = open(users(user("Иванов", "пароль: 1")));
        VerifiedToken token = Waiting.value(passwords.verify(basic("Иванов", "пароль: 1"), HOME, true));
        assertThat(token.principal().subject()).isEqualTo("Иванов");
        assertThat(token.principal().tenant()).isEqualTo("shop");
        assertThat(token.principal().scopes()).containsExactly("odata:read");
        assertThat(token.principal().claims().getString("отдел")).isEqualTo("7");
    }

    @Test
    @DisplayName("GW-13 a name counts in whichever way its letters are composed, but with its case")
    void composed() throws Exception {
        var passwords = open(users(user("Дай", "й-пароль")));
        Waiting.value(passwords.verify(basic("Даи\u0306", "и\u0306-пароль"), HOME, true));
        assertThat(reason(passwords, basic("дай", "й-пароль"))).isEqualTo("wrong user name or password");
    }

    @Test
    @DisplayName("GW-13 a wrong password and an unknown user are told in the same words")
    void refused() throws Exception {
        var passwords = open(users(user("ivan", "right")));
        var wrong = problem(passwords.verify(basic("ivan", "wrong"), HOME, true));
        var unknown = problem(passwords.verify(basic("nobody", "right"), HOME, true));
        assertThat(wrong).isEqualTo(unknown);
        assertThat(wrong.extensions()).containsEntry("reason", "wrong user name or password");
    }

    @ParameterizedTest(name = "GW-13 {0} (base64) is no user name and password")
    @ValueSource(
            strings = {
                "aXZhbg==", // ivan
                "OnJpZ2h0", // :right
                "", //
                "aXZhbjpyaWdodA", // unpadded is fine; see below
                "!!!!",
                "aXZhbjpy aWdodA==",
                "aXYAYW46cmlnaHQ=", // a NUL in the name
                "aXZhbjpyaQBnaHQ=", // a NUL in the password
                "acGhbjpyaWdodA==", // an overlong letter
                "aXZhbjr/", // no UTF-8
                "aXZhbjpyaWdodA==, Bearer x"
            })
    void malformed(String base64) throws Exception {
        var passwords = open(users(user("ivan", "right")));
        if (base64.equals("aXZhbjpyaWdodA")) {
            Waiting.value(passwords.verify(header("Basic " + base64), HOME, true));
        } else {
            assertThat(reason(passwords, header("bAsIc " + base64))).isEqualTo("malformed user name and password");
        }
    }

    @Test
    @DisplayName("GW-13 an enormous header is refused before it is decoded, and two headers whatever they say")
    void tooMuch() throws Exception {
        var passwords = open(users(user("ivan", "right")));
        assertThat(reason(passwords, header("Basic " + "A".repeat(1 << 20))))
                .isEqualTo("malformed user name and password");
        String good = basic("ivan", "right").authorization().getFirst();
        assertThat(reason(passwords, header(good, good))).isEqualTo("several");
        assertThat(reason(passwords, new Credentials(List.of(good), "AccessToken=x", Set.of(Way.BASIC))))
                .isEqualTo("several");
    }

    @Test
    @DisplayName("GW-13 on a connection that others can read no password is taken, unless that is configured")
    void readable() throws Exception {
        Path file = users(user("ivan", "right"));
        var passwords = open(file);
        assertThat(problem(passwords.verify(basic("ivan", "right"), HOME, false))
                        .extensions())
                .containsEntry("reason", "password on an unprotected connection");
        assertThat(passwords.takenFrom(false)).isFalse();
        var open = open(
                new UsersConfig(Optional.of(file), Duration.ofSeconds(5), Duration.ofMinutes(5), 100, 2, 64, true));
        Waiting.value(open.verify(basic("ivan", "right"), HOME, false));
    }

    @Test
    @DisplayName("GW-13 a right password is remembered for the configured time, and a changed one ends it at once")
    void remembered() throws Exception {
        Path file = users(user("ivan", "right"));
        var passwords = open(file);
        var first = Waiting.value(passwords.verify(basic("ivan", "right"), HOME, true));
        assertThat(Waiting.value(passwords.verify(basic("ivan", "right"), HOME, true)))
                .isSameAs(first);
        now.set(now.get().plus(Duration.ofMinutes(5)));
        assertThat(Waiting.value(passwords.verify(basic("ivan", "right"), HOME, true)))
                .isNotSameAs(first);
        users(user("ivan", "new"));
        Eventually.holds(SOON, "the file was read again", () -> {
            var again = passwords.verify(basic("ivan", "new"), "192.0.2.2", true);
            Eventually.holds(SOON, "it is decided", again::isComplete);
            now.set(now.get().plus(Duration.ofMinutes(5)));
            return again.succeeded();
        });
        assertThat(reason(passwords, basic("ivan", "right"))).isEqualTo("wrong user name or password");
    }

    @Test
    @DisplayName("GW-13 a users file that breaks changes nothing, and one that is broken at the start stops it")
    void brokenFile() throws Exception {
        Path file = users(user("ivan", "right"));
        var passwords = open(file);
        var logger = (Logger) LoggerFactory.getLogger(UsersWatch.class);
        var said = new ListAppender<ILoggingEvent>();
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        logger.addAppender(said);
        try {
            write("users: [");
            Eventually.holds(
                    SOON,
                    "the broken file was seen",
                    () -> said.list.stream()
                            .anyMatch(event -> event.getMessage().contains("can't be used")));
        } finally {
            logger.detachAppender(said);
        }
        Waiting.value(passwords.verify(basic("ivan", "right"), HOME, true));
        users("  ivan: {password: hunter2-hash}", "  \"a:b\": {password: also-none}");
        var fault = problem(Passwords.create(vertx, config(file, Duration.ofMinutes(5), 2, 64), now::get));
        assertThat(fault.code()).isEqualTo("gateway.users-unusable");
        assertThat(fault.detail())
                .contains("users.yaml:2", "users.yaml:3", "password")
                .doesNotContain("hunter2", "also-none");
    }

    @Test
    @DisplayName("GW-13 guessing is answered 429, also when the guess is right and remembered; others go on")
    void throttled() throws Exception {
        var passwords = open(users(user("ivan", "right"), user("olga", "hers")));
        Waiting.value(passwords.verify(basic("ivan", "right"), HOME, true));
        for (int i = 0; i < 6; i++) {
            assertThat(reason(passwords, basic("ivan", "guess" + i))).isEqualTo("wrong user name or password");
        }
        for (String guess : List.of("guess7", "right")) {
            var problem = problem(passwords.verify(basic("ivan", guess), HOME, true));
            assertThat(problem.code()).isEqualTo("gateway.too-many-failures");
            assertThat(problem.retryAfterSeconds()).isPositive();
        }
        Waiting.value(passwords.verify(basic("ivan", "right"), "198.51.100.7", true));
        Waiting.value(passwords.verify(basic("olga", "hers"), HOME, true));
    }

    @Test
    @DisplayName("GW-13 the same login from many requests is hashed once, and more than may wait is refused with 503")
    void bounded() throws Exception {
        Path file = users(user("ivan", "right"));
        var one = open(config(file, Duration.ofMinutes(5), 1, 0));
        var same = IntStream.range(0, 200)
                .mapToObj(i -> one.verify(basic("ivan", "right"), HOME, true))
                .toList();
        Waiting.value(Future.all(same));

        var crowd = IntStream.range(0, 200)
                .mapToObj(i -> one.verify(basic("user" + i, "x"), "198.51.100." + i, true))
                .toList();
        Eventually.holds(SOON, "all are decided", () -> crowd.stream().allMatch(Future::isComplete));
        var codes =
                crowd.stream().map(PasswordsTest::problem).map(Problem::code).toList();
        assertThat(codes).contains("gateway.passwords-busy", "gateway.unauthenticated");
        var busy = crowd.stream()
                .map(PasswordsTest::problem)
                .filter(problem -> problem.code().equals("gateway.passwords-busy"))
                .findFirst()
                .orElseThrow();
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.retryAfterSeconds()).isPositive();
    }

    @Test
    @DisplayName("GW-13 a whole office that logs in at once behind one address gets in")
    void manyAtOnce() throws Exception {
        String[] lines =
                IntStream.range(0, 80).mapToObj(i -> user("user" + i, "right")).toArray(String[]::new);
        var passwords = open(config(users(lines), Duration.ofMinutes(5), 1, 120));
        Waiting.value(Future.all(IntStream.range(0, 80)
                .mapToObj(i -> passwords.verify(basic("user" + i, "right"), HOME, true))
                .toList()));
    }

    @Test
    @DisplayName("GW-13 one address that guesses many names at once leaves places to others")
    void oneAddress() throws Exception {
        // Dear enough that ten of them take longer than it takes to ask for them all, on a busy machine too.
        var passwords = open(config(users(user("ivan", "right", 10)), Duration.ofMinutes(5), 1, 19));
        var flood = IntStream.range(0, 25)
                .mapToObj(i -> passwords.verify(basic("user" + i, "x"), "198.51.100.7", true))
                .toList();

        Waiting.value(passwords.verify(basic("ivan", "right"), HOME, true));

        Eventually.holds(SOON, "all are decided", () -> flood.stream().allMatch(Future::isComplete));
        assertThat(flood.stream().map(PasswordsTest::problem).map(Problem::code))
                .contains("gateway.too-many-failures")
                .doesNotContain("gateway.passwords-busy");
    }

    @Test
    @DisplayName("GW-13 a flood of logins that are refused as busy frees nobody who has to wait")
    void floodOfBusy() throws Exception {
        var passwords = open(config(users(user("ivan", "right")), Duration.ofMinutes(5), 1, 0));
        for (int i = 0; i < 6; i++) {
            assertThat(reason(passwords, basic("ivan", "guess" + i))).isEqualTo("wrong user name or password");
        }
        var flood = IntStream.range(0, 25_000)
                .mapToObj(i ->
                        passwords.verify(basic("user" + i, "x"), "2001:db8:" + Integer.toHexString(i) + "::1", true))
                .toList();
        assertThat(problem(passwords.verify(basic("ivan", "right"), HOME, true)).code())
                .isEqualTo("gateway.too-many-failures");
        Eventually.holds(SOON, "all are decided", () -> flood.stream().allMatch(Future::isComplete));
        assertThat(flood.stream().map(PasswordsTest::problem).map(Problem::code))
                .contains("gateway.passwords-busy");
    }
}
