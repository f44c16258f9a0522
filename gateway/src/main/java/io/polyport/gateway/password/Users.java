package io.polyport.gateway.password;

import io.polyport.gateway.identity.VerifiedToken;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.config.ConfigLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The users of one state of the file, and which of their passwords were right lately. A changed file makes another one of
 * these, so nothing that was remembered, and nothing that is being checked meanwhile, outlives what it was checked against.
 */
final class Users {
    /** Takes the time of a user where a file has none. */
    private static final PasswordHash NOBODYS = Argon2Hash.of(new byte[] {0}, new SecureRandom());

    private record Known(Principal principal, PasswordHash hash) {}

    private final Map<String, Known> users;
    private final Set<Path> files = new TreeSet<>();
    private final List<PasswordHash> decoys;
    private final Fingerprints fingerprints;
    private final Duration remember;
    private final Map<Fingerprints.Fingerprint, VerifiedToken> remembered;

    Users(UsersFile file, UsersConfig config, Fingerprints fingerprints) {
        this.users = new HashMap<>();
        file.users().forEach((written, user) -> {
            String name = BasicPassword.normalised(written);
            users.put(name, new Known(user.principal(name), user.hash()));
            user.password().file().ifPresent(files::add);
        });
        this.decoys = new ArrayList<>(users.values().stream().map(Known::hash).toList());
        this.fingerprints = fingerprints;
        this.remember = config.remember();
        this.remembered = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Fingerprints.Fingerprint, VerifiedToken> _eldest) {
                return size() > config.remembered();
            }
        };
    }

    /**
     * Reads a users file, so it blocks.
     *
     * @throws io.polyport.kit.config.ConfigException with every fault of the file
     */
    static Users read(Path file, UsersConfig config, Fingerprints fingerprints) {
        return new Users(ConfigLoader.load(UsersFile.class, List.of(file), Map.of()), config, fingerprints);
    }

    /** The files beside the users file that hashes were read from. */
    Set<Path> files() {
        return Set.copyOf(files);
    }

    int size() {
        return users.size();
    }

    /** Who has shown this password lately; costs no hash. */
    Optional<VerifiedToken> remembered(Fingerprints.Fingerprint shown, Instant now) {
        synchronized (remembered) {
            VerifiedToken found = remembered.get(shown);
            if (found != null && !now.isBefore(found.expiresAt())) {
                remembered.remove(shown);
                return Optional.empty();
            }
            return Optional.ofNullable(found);
        }
    }

    /** Who this is, hashed; takes as long for names that nobody has. Never on an event loop. */
    Optional<VerifiedToken> check(BasicPassword given, Instant now) {
        Known known = users.get(given.user());
        boolean right = (known == null ? decoyFor(given.user()) : known.hash()).matches(given.bytes());
        if (!right || known == null) {
            return Optional.empty();
        }
        var token = new VerifiedToken(known.principal(), now.plus(remember));
        synchronized (remembered) {
            remembered.put(fingerprints.of(given), token);
        }
        return Optional.of(token);
    }

    /** A name always gets the same one, so that it takes the time of one and the same user. */
    private PasswordHash decoyFor(String name) {
        return decoys.isEmpty()
                ? NOBODYS
                : decoys.get(Math.floorMod(fingerprints.of(name).a(), decoys.size()));
    }
}
