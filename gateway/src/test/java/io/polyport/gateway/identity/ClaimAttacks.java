package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Claims for somebody else, for another time, or of another form. */
final class ClaimAttacks {
    private final AttackTokens table;

    ClaimAttacks(AttackTokens table) {
        this.table = table;
    }

    void add() {
        issuersAndAudiences();
        times();
        claimForms();
    }

    private void issuersAndAudiences() {
        for (var issuer : List.of(
                Forge.ISSUER + "/",
                Forge.ISSUER + "/tenant",
                "HTTPS://ID.EXAMPLE",
                "https://id.exampl",
                "https://іd.example",
                "")) {
            table.withClaims("iss '" + issuer + "'", Refusal.ISSUER, claims -> claims.put("iss", issuer));
        }
        table.withClaims(
                "iss an array", Refusal.ISSUER, claims -> claims.put("iss", new JsonArray().add(Forge.ISSUER)));
        table.withClaims("iss missing", Refusal.ISSUER, claims -> without(claims, "iss"));
        table.withClaims("another issuer's key", Refusal.ALGORITHM, claims -> claims.put("iss", "secret-issuer"));
        table.withClaims("aud of another service", Refusal.AUDIENCE, claims -> claims.put("aud", "billing"));
        table.withClaims("aud with our name in it", Refusal.AUDIENCE, claims -> claims.put("aud", "polyport2"));
        table.withClaims("aud in other case", Refusal.AUDIENCE, claims -> claims.put("aud", "Polyport"));
        table.withClaims("aud an empty array", Refusal.AUDIENCE, claims -> claims.put("aud", new JsonArray()));
        table.withClaims("aud missing", Refusal.CLAIM, claims -> without(claims, "aud"));
        table.withClaims("aud a number", Refusal.CLAIM, claims -> claims.put("aud", 1));
        table.withClaims(
                "aud with a number among names",
                Refusal.CLAIM,
                claims -> claims.put("aud", new JsonArray().add("polyport").add(1)));
    }

    private void times() {
        var now = Forge.NOW.getEpochSecond();
        table.withClaims("exp missing", Refusal.CLAIM, claims -> without(claims, "exp"));
        table.withClaims("exp a string", Refusal.CLAIM, claims -> claims.put("exp", String.valueOf(now + 600)));
        table.withClaims("exp negative", Refusal.CLAIM, claims -> claims.put("exp", -1));
        table.withClaims("exp 0", Refusal.CLAIM, claims -> claims.put("exp", 0));
        table.withClaims("exp null", Refusal.CLAIM, claims -> claims.putNull("exp"));
        table.withClaims("exp in milliseconds", Refusal.CLAIM, claims -> claims.put("exp", (now + 600) * 1000));
        table.withClaims("exp 2^63-1", Refusal.CLAIM, claims -> claims.put("exp", Long.MAX_VALUE));
        table.rawClaims("exp 1e400", claims().encode().replaceFirst("\"exp\":\\d+", "\"exp\":1e400"));
        table.add(
                "exp 2^63",
                Refusal.CLAIM,
                token(
                        header().encode(),
                        claims().encode().replaceFirst("\"exp\":\\d+", "\"exp\":9223372036854775808"),
                        table.right));
        table.withClaims("expired by the skew exactly", Refusal.EXPIRED, claims -> claims.put("exp", now - 30));
        table.withClaims("expired long ago", Refusal.EXPIRED, claims -> claims.put("exp", now - 3600));
        table.withClaims("nbf a second beyond the skew", Refusal.NOT_YET_VALID, claims -> claims.put("nbf", now + 31));
        table.withClaims("iat a second beyond the skew", Refusal.NOT_YET_VALID, claims -> claims.put("iat", now + 31));
        table.withClaims("nbf a string", Refusal.CLAIM, claims -> claims.put("nbf", "now"));
        table.withClaims("iat a string", Refusal.CLAIM, claims -> claims.put("iat", "now"));
        table.withClaims("a life a second too long", Refusal.LIFETIME, claims -> claims.put("exp", now + 86_401));
        table.withClaims(
                "a life too long without iat and nbf",
                Refusal.LIFETIME,
                claims -> without(without(claims, "iat"), "nbf").put("exp", now + 86_401));
    }

    private void claimForms() {
        table.withClaims("sub missing", Refusal.CLAIM, claims -> without(claims, "sub"));
        table.withClaims("sub empty", Refusal.CLAIM, claims -> claims.put("sub", " "));
        table.withClaims("sub a number", Refusal.CLAIM, claims -> claims.put("sub", 1));
        table.withClaims("sub an object", Refusal.CLAIM, claims -> claims.put("sub", new JsonObject()));
        table.withClaims("sub with a line break", Refusal.CLAIM, claims -> claims.put("sub", "ivan\r\nX-Role: root"));
        table.withClaims("sub of 257 characters", Refusal.CLAIM, claims -> claims.put("sub", "x".repeat(257)));
        table.withClaims("scope an object", Refusal.CLAIM, claims -> claims.put("scope", new JsonObject()));
        table.withClaims("scope a number", Refusal.CLAIM, claims -> claims.put("scope", 7));
        table.withClaims("scope with a line break", Refusal.CLAIM, claims -> claims.put("scope", "a\r\nb"));
        table.withClaims(
                "scope with a number among names",
                Refusal.CLAIM,
                claims -> claims.put("scope", new JsonArray().add("a").add(1)));
        table.withClaims("jti a number", Refusal.CLAIM, claims -> claims.put("jti", 1));
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }
}
