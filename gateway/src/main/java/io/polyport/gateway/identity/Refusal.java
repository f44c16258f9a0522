package io.polyport.gateway.identity;

/**
 * Why credentials are refused, in words that name nothing of ours: no key, no issuer, no audience that would be right, no
 * user.
 */
public enum Refusal {
    MISSING("missing", "Send a token as 'Authorization: Bearer <token>'."),
    MISSING_PASSWORD("missing", "Send a user name and a password (HTTP Basic)."),
    MISSING_EITHER(
            "missing", "Send a token as 'Authorization: Bearer <token>', or a user name and a password (HTTP Basic)."),
    PASSWORD("wrong user name or password", "Compare the user name and the password; both are sent as UTF-8."),
    MALFORMED_PASSWORD(
            "malformed user name and password",
            "Send 'Authorization: Basic' with the base64 of '<user>:<password>' in UTF-8, without control characters (RFC 7617)."),
    UNPROTECTED_PASSWORD(
            "password on an unprotected connection", "Send passwords over HTTPS only, and change this one."),
    SEVERAL("several", "Send exactly one token or password, in exactly one place: one Authorization header."),
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

    /** The {@code error} of RFC 6750 §3.1 that stands for it; empty where no token was shown. */
    String error() {
        return switch (this) {
            case MISSING, MISSING_PASSWORD, MISSING_EITHER, PASSWORD, MALFORMED_PASSWORD, UNPROTECTED_PASSWORD -> "";
            case SEVERAL -> "invalid_request";
            default -> "invalid_token";
        };
    }

    /** For {@code error_description} and the problem's {@code reason}. */
    String description() {
        return description;
    }

    String advice() {
        return advice;
    }
}
