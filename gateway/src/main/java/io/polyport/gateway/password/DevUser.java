package io.polyport.gateway.password;

import io.polyport.gateway.tls.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first start without configuration (GW-17): a user whose password this installation has made itself, beside the
 * development key and token. Only for a listener on a loopback address.
 *
 * @param name of the user
 * @param passwordFile where the password stands, readable for the owner only
 * @param usersFile holds this user, and no others
 */
public record DevUser(String name, Path passwordFile, Path usersFile) {
    private static final String NAME = "demo";
    private static final String PASSWORD_FILE = "dev-password";
    private static final String USERS_FILE = "dev-users.yaml";
    private static final int PASSWORD_BYTES = 18;

    /**
     * Makes the password, or takes the one that is there, and writes the users file. Reads and writes files and hashes: not
     * for an event loop. Fails with {@code gateway.users-unusable}.
     */
    public static DevUser prepare(Path dataFolder, Set<String> scopes) {
        try {
            Files.createDirectories(dataFolder);
            var random = new SecureRandom();
            Path passwordFile = dataFolder.resolve(PASSWORD_FILE);
            if (!Files.exists(passwordFile)) {
                byte[] password = new byte[PASSWORD_BYTES];
                random.nextBytes(password);
                PrivateFile.write(
                        passwordFile, Base64.getUrlEncoder().withoutPadding().encodeToString(password) + "\n");
            }
            PrivateFile.protect(passwordFile);
            byte[] password = Files.readString(passwordFile).strip().getBytes(StandardCharsets.UTF_8);
            String line = HashPasswordCommand.line(
                    NAME,
                    Argon2Hash.of(password, random).text(),
                    Optional.empty(),
                    List.copyOf(scopes).stream().sorted().toList());
            Path users = dataFolder.resolve(USERS_FILE);
            PrivateFile.write(users, "users:\n" + line + "\n");
            return new DevUser(NAME, passwordFile, users);
        } catch (IOException e) {
            throw PasswordProblems.USERS_UNUSABLE.toException("The development password cannot be kept in " + dataFolder
                    + ": check that the gateway's user may write there ("
                    + e.getClass().getSimpleName() + ").");
        }
    }
}
