package io.polyport.gateway.password;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The command {@code hash-password} (GW-13): makes a user's line for a users file. The password is never an argument, which
 * everybody on the machine could read and the shell would keep.
 */
public final class HashPasswordCommand {
    public static final String USAGE = """
            hash-password --user <name> [--tenant <tenant>] [--scope <scope>]… [--stdin]
            asks for the password at the terminal, or takes the first line of its input with --stdin
            """;

    private static final int LEAST_CHARACTERS = 8;

    private String user = "";
    private Optional<String> tenant = Optional.empty();
    private boolean fromInput;
    private final List<String> scopes = new ArrayList<>();

    private HashPasswordCommand() {}

    /**
     * The line.
     *
     * @param terminal asks for the password; empty when there is no terminal
     * @throws IllegalArgumentException whose message is for the terminal when the arguments or the password are wrong
     */
    public static String run(List<String> arguments, InputStream input, Supplier<Optional<String>> terminal) {
        var command = new HashPasswordCommand();
        command.parse(arguments);
        String password = command.fromInput
                ? firstLine(input)
                : terminal.get()
                        .orElseThrow(() -> new IllegalArgumentException("there is no terminal; use --stdin\n" + USAGE));
        return command.line(BasicPassword.normalised(password));
    }

    private void parse(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--stdin")) {
                fromInput = true;
                continue;
            }
            if (!List.of("--user", "--tenant", "--scope").contains(name)) {
                throw new IllegalArgumentException("unknown argument " + name + "\n" + USAGE);
            }
            if (i + 1 == arguments.size() || arguments.get(i + 1).startsWith("--")) {
                throw new IllegalArgumentException(name + " needs a value\n" + USAGE);
            }
            take(name, arguments.get(++i));
        }
        if (user.isBlank() || user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("--user is missing, or has a colon in it\n" + USAGE);
        }
    }

    private void take(String name, String value) {
        switch (name) {
            case "--user" -> user = BasicPassword.normalised(value);
            case "--tenant" -> tenant = Optional.of(value);
            default -> scopes.add(value);
        }
    }

    private static String firstLine(InputStream input) {
        try {
            String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new IllegalArgumentException("the password can't be read from the input", e);
        }
    }

    private String line(String password) {
        if (password.codePointCount(0, password.length()) < LEAST_CHARACTERS) {
            throw new IllegalArgumentException("the password needs at least " + LEAST_CHARACTERS + " characters");
        }
        if (password.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the password holds a control character, which HTTP Basic can't carry");
        }
        return line(
                user,
                Argon2Hash.of(password.getBytes(StandardCharsets.UTF_8), new SecureRandom())
                        .text(),
                tenant,
                scopes);
    }

    /** YAML, in which quoted texts may be written as JSON's. */
    static String line(String user, String hash, Optional<String> tenant, List<String> scopes) {
        var entry = new JsonObject().put("password", hash);
        tenant.ifPresent(name -> entry.put("tenant", name));
        entry.put("scopes", new JsonArray(new ArrayList<>(scopes)));
        String name = new JsonArray().add(user).encode();
        return "  " + name.substring(1, name.length() - 1) + ": " + entry.encode();
    }
}
