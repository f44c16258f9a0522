package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.kit.bus.Envelope.Grant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What the caller was allowed when he gave the order; the work in the background keeps to it, file by file. */
public record StoredGrants(List<Grant> grants) {
    public StoredGrants {
        grants = List.copyOf(grants);
    }

    boolean allows(String access, String connection, FtpPath path) {
        String object = SessionUse.objectOf(path);
        return grants.stream().anyMatch(grant -> grant.allows(access, connection, object));
    }

    JsonArray toJson() {
        var json = new JsonArray();
        grants.forEach(grant -> json.add(new JsonObject()
                .put("access", grant.access())
                .put("connections", new JsonArray(grant.connections()))
                .put("objects", new JsonArray(grant.objects()))));
        return json;
    }

    static StoredGrants of(JsonArray json) {
        return new StoredGrants(json.stream()
                .map(JsonObject.class::cast)
                .map(grant -> new Grant(
                        grant.getString("access"),
                        texts(grant.getJsonArray("connections")),
                        texts(grant.getJsonArray("objects"))))
                .toList());
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
