package io.polyport.kit.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an instance says of itself, every second and on change; sealed, so that no member without the key can claim a
 * route.
 *
 * @param sequence grows with every announcement of an instance; an older one is not believed
 * @param load calls under way
 * @param prefixes the literal path prefixes that it serves
 * @param templates how problems have to look on the publications' paths among these prefixes ({@link ErrorTemplates});
 *     empty for problem documents
 * @param contract SHA-256 of its contract, empty when it has none
 */
public record Announcement(
        String name,
        String instance,
        String version,
        State state,
        long sequence,
        int load,
        List<String> prefixes,
        JsonObject templates,
        String contract) {
    /** The name under which gateways announce themselves; they serve nothing on the bus. */
    public static final String GATEWAY = "gateway";

    private static final int MOST_BYTES = 4 * 1024;

    /** Whether an instance takes calls. */
    public enum State {
        STARTING,
        READY,
        DRAINING
    }

    public Announcement {
        prefixes = List.copyOf(prefixes);
    }

    /** @throws IllegalStateException when it has more than 4 KiB; the text says what to shorten */
    public Buffer seal(Keyring keyring) {
        Buffer bytes = new JsonObject()
                .put("name", name)
                .put("instance", instance)
                .put("version", version)
                .put("state", state.name())
                .put("sequence", sequence)
                .put("load", load)
                .put("prefixes", new JsonArray(new ArrayList<>(prefixes)))
                .put("templates", templates)
                .put("contract", contract)
                .toBuffer();
        if (bytes.length() > MOST_BYTES) {
            throw new IllegalStateException(
                    "the announcement of " + name + " has " + bytes.length() + " bytes, but at most "
                            + MOST_BYTES + " may be sent each second: serve fewer than " + prefixes.size()
                            + " path prefixes with one instance, or shorten the templates for problems ("
                            + templates.toBuffer().length() + " bytes)");
        }
        return keyring.seal(bytes);
    }

    /** The announcement, when a known key sealed it and it can be read. */
    public static Optional<Announcement> open(Buffer sealed, Keyring keyring) {
        try {
            return keyring.open(sealed).map(bytes -> read(new JsonObject(bytes)));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Announcement read(JsonObject json) {
        List<String> prefixes = new ArrayList<>();
        json.getJsonArray("prefixes").forEach(prefix -> prefixes.add((String) prefix));
        return new Announcement(
                json.getString("name"),
                json.getString("instance"),
                json.getString("version"),
                State.valueOf(json.getString("state")),
                json.getLong("sequence"),
                json.getInteger("load"),
                prefixes,
                json.getJsonObject("templates", new JsonObject()),
                json.getString("contract"));
    }
}
