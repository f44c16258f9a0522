package io.polyport.gateway.password;

import io.polyport.kit.bus.Principal;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A users file as it is written. */
public record UsersFile(@Doc("The users by name.") Map<String, User> users) {
    /** In characters of UTF-16. */
    static final int LONGEST_NAME = 256;

    /** One user. */
    public record User(
            @Doc("Argon2id or bcrypt hash of the password; 'gateway hash-password' makes one.")
            Secret password,

            @Doc("To whom the user belongs; not set: no tenant.")
            Optional<String> tenant,

            @Doc("What the user may, as far as policies ask for scopes.")
            List<String> scopes,

            @Doc("Claims for policies and row rules.") Map<String, String> claims) {
        public User {
            scopes = List.copyOf(scopes);
            claims = Map.copyOf(claims);
            try {
                PasswordHash.parse(password.reveal());
            } catch (IllegalArgumentException unusable) {
                throw new ConfigFault("password", unusable.getMessage());
            }
            Rules.of()
                    .that(
                            scopes.stream().allMatch(scope -> scope.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+")),
                            "scopes",
                            "may hold no blanks, quotes and characters beyond ASCII (RFC 6749 §3.3)")
                    .that(tenant.map(UsersFile::isName).orElse(true), "tenant", NAME_RULE)
                    .done();
        }

        PasswordHash hash() {
            return PasswordHash.parse(password.reveal());
        }

        Principal principal(String name) {
            return new Principal(name, tenant.orElse(""), new HashSet<>(scopes), new JsonObject(new HashMap<>(claims)));
        }
    }

    private static final String NAME_RULE =
            "must have 1 to " + LONGEST_NAME + " characters, of which none controls anything";

    public UsersFile {
        users = Map.copyOf(users);
        var rules = Rules.of();
        var seen = new HashSet<String>();
        for (String name : users.keySet()) {
            rules.that(isName(name) && name.indexOf(':') < 0, "users." + name, NAME_RULE + ", and no colon")
                    .that(
                            seen.add(BasicPassword.normalised(name)),
                            "users." + name,
                            "stands there twice, with its letters composed in two ways");
        }
        rules.done();
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(Character::isISOControl);
    }
}
