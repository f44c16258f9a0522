package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeNames;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * One file on its way: written under the spare name, then renamed. Since a rename happens once or not at all, the spare
 * name tells after any crash whether it has happened.
 */
record Piece(String spare, String name) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Piece of(String name) {
        byte[] bits = new byte[8];
        RANDOM.nextBytes(bits);
        return new Piece(ExchangeNames.SPARE + HexFormat.of().formatHex(bits), name);
    }

    JsonObject toJson() {
        return new JsonObject().put("spare", spare).put("name", name);
    }

    static Piece of(JsonObject json) {
        return new Piece(json.getString("spare"), json.getString("name"));
    }
}
