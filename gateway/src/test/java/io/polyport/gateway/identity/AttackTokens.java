package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The table of attacks; each is one change of a token that is right. */
final class AttackTokens {
    /** Signs as the trusted issuer does. */
    final Forge.Signer right;

    private final List<Attack> attacks = new ArrayList<>();

    private AttackTokens(Forge forge) {
        this.right = Forge.es256(forge.ec);
    }

    /**
     * All of them.
     *
     * @param canary an address that no token may make the gateway call
     * @param secret of the issuer that signs with one
     */
    static List<Attack> all(Forge forge, String canary, String secret) {
        var table = new AttackTokens(forge);
        new FormAttacks(table, forge).add();
        new HeaderAttacks(table, forge, canary).add();
        new SignatureAttacks(table, forge, secret).add();
        new ClaimAttacks(table).add();
        return table.attacks;
    }

    void add(String name, Refusal reason, String token) {
        attacks.add(new Attack(name, reason, bearer(token)));
    }

    void withHeader(String name, Refusal reason, UnaryOperator<JsonObject> change) {
        add(name, reason, token(change.apply(header()), claims(), right));
    }

    void withClaims(String name, Refusal reason, UnaryOperator<JsonObject> change) {
        add(name, reason, token(header(), change.apply(claims()), right));
    }

    void rawHeader(String name, String header) {
        add(name, Refusal.MALFORMED, token(header, claims().encode(), right));
    }

    void rawClaims(String name, String claims) {
        add(name, Refusal.MALFORMED, token(header().encode(), claims, right));
    }

    void request(String name, Refusal reason, List<String> headers, String query, boolean allowed) {
        attacks.add(new Attack(name, reason, new Credentials(headers, query, allowed)));
    }
}
