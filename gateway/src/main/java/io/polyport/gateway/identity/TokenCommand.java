package io.polyport.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.polyport.kit.pem.PemPrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command {@code token} (GW-16): makes a token on the command line.
 *
 * <p>Signed with {@code --key} (a private JWK or PEM key, or a secret with {@code --secret}), else with the development
 * key in {@code --data}.
 */
public final class TokenCommand {
    public static final String USAGE = """
            token --subject <user key> [--audience <recipient>]… [--scope <scope>]… [--lifetime <1h>]
                  [--issuer <iss>] [--kid <id>] [--key <private key, JWK or PEM> | --secret <file> | --data <folder>]
            """;

    private static final Set<String> SINGLE =
            Set.of("--subject", "--lifetime", "--issuer", "--kid", "--key", "--secret", "--data");
    private static final Set<String> REPEATED = Set.of("--audience", "--scope");

    private TokenCommand() {}

    /**
     * The token. Fails with an {@link IllegalArgumentException} whose message is for the terminal when the arguments are
     * wrong, and with {@code gateway.keys-unusable} when the key is.
     */
    public static String run(List<String> arguments, InstantSource clock) {
        var given = parse(arguments);
        var subject = single(given, "--subject", null);
        if (subject == null) {
            throw new IllegalArgumentException("--subject is missing\n" + USAGE);
        }
        var order = new TokenOrder(
                subject,
                given.getOrDefault("--audience", List.of(DevIdentity.AUDIENCE)),
                new LinkedHashSet<>(given.getOrDefault("--scope", List.of())),
                lifetime(single(given, "--lifetime", "1h")));
        return issuer(given, clock).issue(order);
    }

    private static Map<String, List<String>> parse(List<String> arguments) {
        var given = new HashMap<String, List<String>>();
        for (var i = 0; i < arguments.size(); i += 2) {
            var name = arguments.get(i);
            if (!SINGLE.contains(name) && !REPEATED.contains(name)) {
                throw new IllegalArgumentException("unknown argument " + name + "\n" + USAGE);
            }
            if (i + 1 == arguments.size() || arguments.get(i + 1).startsWith("--")) {
                throw new IllegalArgumentException(name + " needs a value\n" + USAGE);
            }
            var values = given.computeIfAbsent(name, _name -> new ArrayList<>());
            values.add(arguments.get(i + 1));
            if (SINGLE.contains(name) && values.size() > 1) {
                throw new IllegalArgumentException(name + " may stand once\n" + USAGE);
            }
        }
        return given;
    }

    private static String single(Map<String, List<String>> given, String name, String otherwise) {
        var values = given.get(name);
        return values == null ? otherwise : values.get(0);
    }

    /** {@code 90s}, {@code 15m}, {@code 1h}, {@code 7d}. */
    private static Duration lifetime(String text) {
        try {
            var upper = text.toUpperCase(Locale.ROOT);
            return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("--lifetime " + text + " is not a time such as 90s, 15m, 1h, 7d", e);
        }
    }

    private static TokenIssuer issuer(Map<String, List<String>> given, InstantSource clock) {
        var sources = Stream.of("--key", "--secret", "--data")
                .filter(given::containsKey)
                .toList();
        if (sources.size() != 1) {
            throw new IllegalArgumentException("give one of --key, --secret, --data\n" + USAGE);
        }
        var source = sources.get(0);
        var file = Path.of(single(given, source, ""));
        try {
            var name = single(given, "--issuer", DevIdentity.ISSUER);
            return switch (source) {
                case "--data" -> TokenIssuer.of(name, DevIdentity.signingKey(file), clock);
                case "--secret" -> TokenIssuer.of(name, secret(file, single(given, "--kid", null)), clock);
                default -> privateKey(name, file, single(given, "--kid", null), clock);
            };
        } catch (IOException | ParseException e) {
            throw IdentityProblems.keysUnusable(file + " cannot be read: check that it exists and holds a private key"
                    + " (JWK or PEM) or a secret (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static JWK secret(Path file, String keyId) throws IOException {
        // As kit.config reads secrets: a line break at the end is an editor's, not the secret's.
        var text = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
        return new OctetSequenceKey.Builder(text.getBytes(StandardCharsets.UTF_8))
                .keyID(keyId)
                .build();
    }

    private static TokenIssuer privateKey(String issuer, Path file, String keyId, InstantSource clock)
            throws IOException, ParseException {
        var text = Files.readString(file, StandardCharsets.UTF_8);
        return text.stripLeading().startsWith("{")
                ? TokenIssuer.of(issuer, JWK.parse(text), clock)
                : TokenIssuer.of(
                        issuer,
                        PemPrivateKey.read(file, IdentityProblems.KEYS_UNUSABLE).key(),
                        keyId,
                        clock);
    }
}
