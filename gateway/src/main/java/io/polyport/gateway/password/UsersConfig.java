package io.polyport.gateway.password;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Users with passwords, for publications that take HTTP Basic. */
public record UsersConfig(
        @Doc("YAML with the users (docs/publications.md); without it there are none.")
        Optional<Path> file,

        @Doc("How often it is looked whether the file has changed.") @Default("5s")
        Duration reReadEvery,

        @Doc("How long a password that was right is not hashed again; it ends with the next change of the file.")
        @Default("5m")
        Duration remember,

        @Doc("How many users are remembered so.") @Default("10000")
        int remembered,

        @Doc("How many passwords are hashed at the same time; each may take as much memory as its hash says.")
        @Default("2")
        int workers,

        @Doc("How many passwords may wait for their hashing; more are refused with 503.") @Default("64")
        int queue,

        @Doc(
                "Whether passwords are taken over plain HTTP from other machines, where everybody on the way can read them.")
        @Default("false")
        boolean basicOverPlainHttp) {
    private static final long MOST_REMEMBERED = 1_000_000;
    private static final long MOST_WORKERS = 64;
    private static final long MOST_QUEUE = 10_000;

    public UsersConfig {
        Rules.of()
                .positive("re-read-every", reReadEvery)
                .that(!remember.isNegative(), "remember", "must not be less than nothing")
                .between("remembered", remembered, 1, MOST_REMEMBERED)
                .between("workers", workers, 1, MOST_WORKERS)
                .between("queue", queue, 0, MOST_QUEUE)
                .done();
    }

    /** Those of a file, with the usual limits. */
    public static UsersConfig of(Path file) {
        return new UsersConfig(Optional.of(file), Duration.ofSeconds(5), Duration.ofMinutes(5), 10_000, 2, 64, false);
    }

    /** Nobody. */
    public static UsersConfig none() {
        return new UsersConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofMinutes(5), 10_000, 2, 64, false);
    }

    /** The same with those of another file. */
    public UsersConfig with(Path other) {
        return new UsersConfig(
                Optional.of(other), reReadEvery, remember, remembered, workers, queue, basicOverPlainHttp);
    }
}
