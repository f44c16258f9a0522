package io.polyport.odata.rows;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the application's data is, and how much of the database one instance of the service may use (OD-65). */
public record DatabaseSettings(
        @Doc(
                "The database: jdbc:postgresql://host:port/name, or jdbc:h2:file:… or jdbc:h2:mem:… in this process, or file: an H2 file in 'folder'.")
        @Default("file")
        String url,

        @Doc("Folder of the H2 file.") @Default("polyport-data")
        Path folder,

        @Doc("The database's account.") Optional<String> user,
        @Doc("The account's password.") Optional<Secret> password,

        @Doc("Most connections for short reads and for changes; readings have their own, see 'readings'.") @Default("8")
        int pool,

        @Doc("Most readings at once; each has a connection until its last row is taken.") @Default("16")
        int readings,

        @Doc("Most readings of one caller at once; without it half of 'readings', at least one.")
        Optional<Integer> readingsPerCaller,

        @Doc("Most readings that wait for their turn; more are refused with 503.") @Default("100")
        int waiting,

        @Doc("Most of one caller that wait; more are refused with 429. Without it half of 'waiting'.")
        Optional<Integer> waitingPerCaller,

        @Doc("How long a reading waits for its turn, then it is refused with 503.") @Default("10s")
        Duration turnTimeout,

        @Doc("Until the database has given a connection.") @Default("10s")
        Duration connectTimeout,

        @Doc(
                "How long the database may work at one statement without giving the next rows; the time in which a caller takes rows does not count. Then the reading is refused with 504.")
        @Default("30s")
        Duration statementTimeout,

        @Doc("Most rows that are fetched from PostgreSQL at once; fewer where rows are large.") @Default("1000")
        int fetchSize) {
    private static final String FILE = "file";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    public DatabaseSettings {
        Rules.of()
                .that(
                        url.equals(FILE)
                                || url.startsWith(POSTGRESQL)
                                || url.startsWith("jdbc:h2:file:")
                                || url.startsWith("jdbc:h2:mem:"),
                        "url",
                        "must be jdbc:postgresql://host:port/name, jdbc:h2:file:…, jdbc:h2:mem:… or file")
                .that(
                        !url.toLowerCase(java.util.Locale.ROOT).contains("password="),
                        "url",
                        "must not hold the password; it stands under 'password', from a file if you like")
                .that(password.isEmpty() || user.isPresent(), "password", "stands without a user")
                .between("pool", pool, 1, 100)
                .between("readings", readings, 1, 1_000)
                .between("waiting", waiting, 0, 100_000)
                .between("readings-per-caller", readingsPerCaller.orElse(1), 1, readings)
                .between("waiting-per-caller", waitingPerCaller.orElse(0), 0, waiting)
                .between("fetch-size", fetchSize, 1, 100_000)
                .positive("turn-timeout", turnTimeout)
                .positive("connect-timeout", connectTimeout)
                .that(statementTimeout.toMillis() >= 100, "statement-timeout", "must be at least 100ms")
                .done();
    }

    /** A database with the default limits. */
    public static DatabaseSettings at(String url, Optional<String> user) {
        return new DatabaseSettings(
                url,
                Path.of("polyport-data"),
                user,
                Optional.empty(),
                8,
                16,
                Optional.empty(),
                100,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                1_000);
    }

    /** How many readings one caller may have at once. */
    int share() {
        return readingsPerCaller.orElse(Math.max(1, readings / 2));
    }

    /** How many of his readings may wait besides. */
    int waitingShare() {
        return waitingPerCaller.orElse((waiting + 1) / 2);
    }

    /** Which product it is. */
    public DatabaseKind kind() {
        return url.startsWith(POSTGRESQL) ? DatabaseKind.POSTGRESQL : DatabaseKind.H2;
    }

    boolean isFile() {
        return url.equals(FILE);
    }
}
