package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Headers that would choose the algorithm, the key, or what the token is. */
final class HeaderAttacks {
    private final AttackTokens table;
    private final Forge forge;
    private final String canary;

    /** @param canary an address that no token may make the gateway call */
    HeaderAttacks(AttackTokens table, Forge forge, String canary) {
        this.table = table;
        this.forge = forge;
        this.canary = canary;
    }

    void add() {
        algorithms();
        keyIds();
        keysInTheHeader();
        extensions();
        types();
        encrypted();
    }

    private void algorithms() {
        for (var none : List.of("none", "None", "NONE", "nOnE")) {
            table.withHeader("alg " + none, Refusal.ALGORITHM, header -> header.put("alg", none));
            table.add(
                    "alg " + none + " with an empty signature",
                    Refusal.ALGORITHM,
                    Forge.encode(header().put("alg", none).encode()) + "." + Forge.encode(claims().encode()) + ".");
        }
        table.withHeader("alg missing", Refusal.MALFORMED, header -> {
            header.remove("alg");
            return header;
        });
        table.withHeader("alg null", Refusal.MALFORMED, header -> header.putNull("alg"));
        table.withHeader("alg a number", Refusal.MALFORMED, header -> header.put("alg", 256));
        table.withHeader("alg an array", Refusal.MALFORMED, header -> header.put("alg", new JsonArray().add("ES256")));
        for (var odd : List.of("", "ES999", "ES256 ", "es256", "ES256K", "RSA-OAEP", "dir")) {
            table.withHeader("alg '" + odd + "'", Refusal.ALGORITHM, header -> header.put("alg", odd));
        }
    }

    private void keyIds() {
        for (var id :
                List.of("../../dev/null", "' OR 1=1 --", "$(id)", "a\0b", "a\r\nX: y", "EC-1", "ec-1 ", "unknown")) {
            table.withHeader(
                    "kid " + id.replaceAll("[\\x00-\\x1F]", "?"), Refusal.KEY, header -> header.put("kid", id));
        }
        table.withHeader("kid of 8 KiB", Refusal.MALFORMED, header -> header.put("kid", "k".repeat(8192)));
        table.withHeader("kid empty", Refusal.MALFORMED, header -> header.put("kid", ""));
        table.withHeader("kid a number", Refusal.MALFORMED, header -> header.put("kid", 1));
        table.withHeader("kid an array", Refusal.MALFORMED, header -> header.put("kid", new JsonArray().add("ec-1")));
        table.withHeader("kid null", Refusal.MALFORMED, header -> header.putNull("kid"));
        table.add(
                "no kid, and two RSA algorithms' key is not meant",
                Refusal.SIGNATURE,
                token(new JsonObject().put("alg", "RS256"), claims(), Forge.bytes(new byte[256])));
    }

    private void keysInTheHeader() {
        var attacker = Forge.es256(forge.attacker);
        var jwk = new JsonObject(forge.attacker.toPublicJWK().toString());
        for (var id : List.of("ec-1", "not-known")) {
            var reason = id.equals("ec-1") ? Refusal.SIGNATURE : Refusal.KEY;
            table.add("jwk, kid " + id, reason, token(header("ES256", id).put("jwk", jwk), claims(), attacker));
            table.add("jku, kid " + id, reason, token(header("ES256", id).put("jku", canary), claims(), attacker));
            table.add("x5u, kid " + id, reason, token(header("ES256", id).put("x5u", canary), claims(), attacker));
            table.add("x5t, kid " + id, reason, token(header("ES256", id).put("x5t", "AAAA"), claims(), attacker));
        }
        table.add(
                "jku and an issuer at the same address",
                Refusal.ISSUER,
                token(header().put("jku", canary), claims().put("iss", canary), attacker));
        table.add(
                "x5c", Refusal.SIGNATURE, token(header().put("x5c", new JsonArray().add("AAAA")), claims(), attacker));
    }

    private void extensions() {
        table.withHeader(
                "crit with an unknown name",
                Refusal.MALFORMED,
                header -> header.put("crit", new JsonArray().add("future")).put("future", 1));
        table.withHeader(
                "crit with a standard name",
                Refusal.MALFORMED,
                header -> header.put("crit", new JsonArray().add("alg")));
        table.withHeader("crit empty", Refusal.MALFORMED, header -> header.put("crit", new JsonArray()));
        table.withHeader("b64 false", Refusal.MALFORMED, header -> header.put("b64", false));
        table.withHeader(
                "b64 false with crit",
                Refusal.MALFORMED,
                header -> header.put("b64", false).put("crit", new JsonArray().add("b64")));
        table.withHeader("zip", Refusal.MALFORMED, header -> header.put("zip", "DEF"));
        table.withHeader("cty JWT", Refusal.MALFORMED, header -> header.put("cty", "JWT"));
    }

    private void types() {
        for (var type : List.of("ID", "id_token+jwt", "JWE", "logout+jwt", "secevent+jwt", "")) {
            table.withHeader("typ '" + type + "'", Refusal.TYPE, header -> header.put("typ", type));
        }
        table.withHeader("typ a number", Refusal.MALFORMED, header -> header.put("typ", 1));
    }

    private void encrypted() {
        for (var header : List.of(
                "{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}",
                "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":1000000000,\"p2s\":\"AAAA\"}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":\"unknown\"}")) {
            table.add("JWE " + header, Refusal.MALFORMED, Forge.encode(header) + ".AAAA.AAAA.AAAA.AAAA");
            table.add(
                    "JWE header on a JWS " + header, Refusal.MALFORMED, token(header, claims().encode(), table.right));
        }
        var nested = forge.good();
        for (var i = 0; i < 5; i++) {
            nested = Forge.signed(Forge.encode(header().encode()) + "." + Forge.encode(nested), table.right);
        }
        table.add("nested five deep", Refusal.MALFORMED, nested);
    }
}
