package io.polyport.store;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where a service keeps what must outlive it. */
public record StateSettings(
        @Doc(
                "PostgreSQL database as jdbc:postgresql://host:port/name, for any number of instances; or file: an H2 file in 'folder', for one instance; or none: what needs state is refused.")
        @Default("file")
        String url,

        @Doc("Folder of the H2 file.") @Default("polyport-data")
        Path folder,

        @Doc("The database's account.") Optional<String> user,
        @Doc("The account's password.") Optional<Secret> password,

        @Doc("Most connections to the database.") @Default("4")
        int pool,

        @Doc("Until the database has answered.") @Default("10s")
        Duration timeout) {
    /** Where the file is unless said otherwise. */
    public static final Path FOLDER = Path.of("polyport-data");

    private static final String FILE = "file";
    private static final String NONE = "none";

    public StateSettings {
        Rules.of()
                .that(
                        url.equals(FILE) || url.equals(NONE) || url.startsWith("jdbc:postgresql:"),
                        "url",
                        "must be jdbc:postgresql://host:port/name, file or none")
                .that(
                        !url.contains("password="),
                        "url",
                        "must not hold the password; it stands under 'password', from a file if you like")
                .that(password.isEmpty() || user.isPresent(), "password", "stands without a user")
                .between("pool", pool, 1, 100)
                .positive("timeout", timeout)
                .done();
    }

    /** An H2 file in this folder. */
    public static StateSettings inFolder(Path folder) {
        return new StateSettings(FILE, folder, Optional.empty(), Optional.empty(), 4, Duration.ofSeconds(10));
    }

    /** No state. */
    public static StateSettings none() {
        return new StateSettings(NONE, FOLDER, Optional.empty(), Optional.empty(), 1, Duration.ofSeconds(10));
    }

    /** The same, its H2 file elsewhere. */
    public StateSettings withFolder(Path other) {
        return new StateSettings(url, other, user, password, pool, timeout);
    }

    public boolean isOn() {
        return !url.equals(NONE);
    }

    /** Whether only one process can have it. */
    public boolean isFile() {
        return url.equals(FILE);
    }
}
