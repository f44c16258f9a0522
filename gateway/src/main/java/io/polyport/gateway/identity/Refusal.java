package io.polyport.gateway.identity;

/** Why a token is refused, in words that name nothing of ours: no key, no issuer, no audience that would be right. */
enum Refusal {
    MISSING("missing", "Send a token as 'Authorization: Bearer <token>'."),
    SEVERAL("several", "Send exactly one token, in exactly one place: one Authorization header."),
    MALFORMED("malformed", "The token is not a signed JWT in compact form (RFC 7519, RFC 7515); get a new one."),
    TOO_LARGE("too large", "The token is larger than the gateway takes; ask for one with fewer claims."),
    TYPE("wrong type", "The token's 'typ' is not one that is taken here; send an access token."),
    ISSUER("unknown issuer", "The token is from an issuer that is not trusted here."),
    ALGORITHM("algorithm not allowed", "The token is signed in a way that is not allowed for its issuer."),
    KEY("unknown key", "The token's issuer has no such key now; get a new token."),
    SIGNATURE("wrong signature", "The token's signature does not verify; get a new token."),
    AUDIENCE("wrong audience", "The token is made for someone else; ask for one for this gateway."),
    EXPIRED("expired", "The token has expired; get a new one."),
    NOT_YET_VALID("not yet valid", "The token is not valid yet; compare the clocks."),
    LIFETIME("lifetime too long", "The token lives longer than is allowed for its issuer; ask for a shorter one."),
    TICKET(
            "ticket not valid",
            "The ticket was used, has expired or was given for another URL; get a new one from POST /auth/tickets."),
    CLAIM("missing or wrong claim", "A claim that is needed is missing or has the wrong form; get a new token.");

    private final String description;
    private final String advice;

    Refusal(String description, String advice) {
        this.description = description;
        this.advice = advice;
    }

    /** For {@code error_description} and the problem's {@code reason}. */
    String description() {
        return description;
    }

    String advice() {
        return advice;
    }
}
