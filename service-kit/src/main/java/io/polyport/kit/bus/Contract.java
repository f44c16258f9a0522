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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
    /** By name, paths of {@code GET} operations whose OpenAPI documents the gateway shows along, see {@link #showing}. */
    public static final String DOCUMENTS = "x-polyport-documents";

    /** Most documents that one service may have shown. */
    public static final int MOST_DOCUMENTS = 32;

    private static final Pattern DOCUMENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
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

    /**
     * The same contract, beside which {@code /openapi.json} shows what further documents tell. The gateway does not route by
     * them: their paths have to be ones that the contract has already, with other words. It asks for them now and then, as
     * itself and with all rights, and shows them to everybody.
     *
     * @param documents paths below the service's prefix by names of a-z, 0-9 and '-', at most {@value #MOST_DOCUMENTS}
     */
    public Contract showing(Map<String, String> documents) {
        if (documents.isEmpty()) {
            return this;
        }
        if (documents.size() > MOST_DOCUMENTS) {
            throw new IllegalArgumentException("more than " + MOST_DOCUMENTS + " documents");
        }
        var shown = new JsonObject();
        new TreeMap<>(documents).forEach((name, path) -> {
            if (!DOCUMENT.matcher(name).matches() || !path.startsWith("/")) {
                throw new IllegalArgumentException("no name and path of a document: " + name + ", " + path);
            }
            shown.put(name, path);
        });
        return of(document.copy().put(DOCUMENTS, shown));
    }

    /** What {@link #showing} was given; what is none of that is left out. */
    public Map<String, String> documents() {
        Map<String, String> documents = new TreeMap<>();
        if (document.getValue(DOCUMENTS) instanceof JsonObject shown) {
            shown.forEach(each -> {
                if (documents.size() < MOST_DOCUMENTS
                        && DOCUMENT.matcher(each.getKey()).matches()
                        && each.getValue() instanceof String path
                        && path.startsWith("/")) {
                    documents.put(each.getKey(), path);
                }
            });
        }
        return documents;
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
