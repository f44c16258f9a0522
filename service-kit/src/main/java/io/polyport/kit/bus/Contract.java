package io.polyport.kit.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A service's OpenAPI 3.1 contract: which operations there are, on which paths, with which scopes. The gateway fetches
 * it once by its hash and routes by it.
 *
 * @param bytes the contract as JSON
 * @param hash SHA-256 of the bytes, hexadecimal
 */
public record Contract(JsonObject document, Buffer bytes, String hash) {
    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    /** Reads a YAML contract from the class path; a contract that cannot be read is a fault of the program. */
    public static Contract load(ClassLoader loader, String resource) {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the contract " + resource + " is not on the class path");
            }
            Object tree = new Load(LoadSettings.builder().setLabel(resource).build()).loadFromInputStream(in);
            if (!(tree instanceof Map<?, ?> map)) {
                throw new IllegalStateException("the contract " + resource + " is no YAML mapping");
            }
            var document = new JsonObject();
            map.forEach((key, value) -> document.put(String.valueOf(key), value));
            return of(new JsonObject(document.encode()));
        } catch (IOException failure) {
            throw new IllegalStateException("the contract " + resource + " can't be read", failure);
        }
    }

    public static Contract of(JsonObject document) {
        Buffer bytes = document.toBuffer();
        if (bytes.length() > MOST_BYTES) {
            throw new IllegalStateException("the contract has more than " + MOST_BYTES + " bytes");
        }
        return new Contract(document, bytes, hashOf(bytes));
    }

    public static String hashOf(Buffer bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The ids of all operations in the contract. */
    public Set<String> operationIds() {
        Set<String> ids = new TreeSet<>();
        JsonObject paths = document.getJsonObject("paths", new JsonObject());
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (METHODS.contains(method)) {
                    ids.add(item.getJsonObject(method).getString("operationId"));
                }
            }
        }
        return ids;
    }

    /** Refuses a service whose contract and operations are not the same. */
    public void requireSame(OperationTable table) {
        Set<String> undone = new TreeSet<>(operationIds());
        undone.removeAll(table.ids());
        Set<String> undeclared = new TreeSet<>(table.ids());
        undeclared.removeAll(operationIds());
        if (!undone.isEmpty() || !undeclared.isEmpty()) {
            throw new IllegalStateException(
                    "contract and operations differ: without code " + undone + ", not in the contract " + undeclared);
        }
    }
}
