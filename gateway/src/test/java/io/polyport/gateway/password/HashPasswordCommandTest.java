package io.polyport.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.ConfigLoader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HashPasswordCommandTest {
    @TempDir
    Path folder;

    private static String run(String typed, String... arguments) {
        return HashPasswordCommand.run(
                List.of(arguments),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                () -> Optional.of(typed.strip()));
    }

    private UsersFile.User user(String line, String name) throws Exception {
        Path file = Files.writeString(folder.resolve("users.yaml"), "users:\n" + line + "\n");
        return ConfigLoader.load(UsersFile.class, List.of(file), Map.of())
                .users()
                .get(name);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("GW-13 hash-password prints a line that a users file takes, from the input or the terminal")
    void line() throws Exception {
        String line = run(
                "й-пароль 1\nnext line\n",
                "--user",
                "Иванов \"И.И.\"",
                "--tenant",
                "shop",
                "--scope",
                "odata:read",
                "--scope",
                "odata:write",
                "--stdin");
        assertThat(line).doesNotContain("пароль");
        var user = user(line, "Иванов \"И.И.\"");
        assertThat(user.hash().matches(utf8("й-пароль 1"))).isTrue();
        assertThat(user.tenant()).contains("shop");
        assertThat(user.scopes()).containsExactly("odata:read", "odata:write");
        assertThat(user(run("from the terminal", "--user", "a"), "a").hash().matches(utf8("from the terminal")))
                .isTrue();
    }

    @Test
    @DisplayName("GW-13 hash-password says what is wrong, and takes no password as an argument")
    void faults() {
        fails("unknown argument --password", "long enough", "--user", "a", "--password", "x");
        fails("--user is missing", "long enough");
        fails("colon", "long enough", "--user", "a:b");
        fails("--user needs a value", "long enough", "--user", "--stdin");
        fails("at least 8 characters", "short", "--user", "a", "--stdin");
        fails("at least 8 characters", "", "--user", "a", "--stdin");
        fails("control character", "long\u0007enough", "--user", "a", "--stdin");
        assertThatThrownBy(() -> HashPasswordCommand.run(
                        List.of("--user", "a"), new ByteArrayInputStream(new byte[0]), Optional::empty))
                .hasMessageContaining("--stdin");
    }

    private static void fails(String why, String typed, String... arguments) {
        assertThatThrownBy(() -> run(typed, arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    @DisplayName(
            "GW-13 GW-17 the first start makes a user with a password that the next start keeps, for the owner only")
    void devUser() throws Exception {
        var first = DevUser.prepare(folder.resolve("data"), Set.of("odata:read", "ftp:read"));
        String password = Files.readString(first.passwordFile()).strip();
        assertThat(password).hasSizeGreaterThan(20);
        var second = DevUser.prepare(folder.resolve("data"), Set.of("odata:read"));
        assertThat(Files.readString(second.passwordFile()).strip()).isEqualTo(password);
        Path users = second.usersFile();
        var user = ConfigLoader.load(UsersFile.class, List.of(users), Map.of())
                .users()
                .get("demo");
        assertThat(user.hash().matches(utf8(password))).isTrue();
        assertThat(user.scopes()).containsExactly("odata:read");
        for (Path file : List.of(users, second.passwordFile())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(users)).doesNotContain(password);
    }
}
