package io.polyport.gateway.identity;

import java.util.List;

/**
 * Where a request may carry a token.
 *
 * @param authorization every value of its {@code Authorization} headers
 * @param rawQuery the query as it was sent, null or empty when there is none
 * @param queryTokenAllowed whether the publication takes {@code ?AccessToken=} (GW-12); elsewhere such a token counts as
 *     none, and next to a header it is refused
 */
public record Credentials(List<String> authorization, String rawQuery, boolean queryTokenAllowed) {
    public Credentials {
        authorization = List.copyOf(authorization);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Credentials[****]";
    }
}
