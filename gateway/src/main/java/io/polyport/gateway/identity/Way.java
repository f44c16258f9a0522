package io.polyport.gateway.identity;

/** How a caller may say who he is. */
public enum Way {
    /** {@code Authorization: Bearer <JWT>} (GW-10). */
    BEARER,
    /** {@code Authorization: Basic …}, a user of the users file (GW-13). */
    BASIC,
    /** {@code ?AccessToken=<JWT>} (GW-12). */
    QUERY_TOKEN
}
