package io.polyport.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryTokensTest {
    @ParameterizedTest(name = "GW-12 of {0} goes on {1}")
    @CsvSource({
        "AccessToken=t, ''",
        "a=1&AccessToken=t, a=1",
        "AccessToken=t&a=1, a=1",
        "a=1&AccessToken=t&b=%20+, a=1&b=%20+",
        "a=1;AccessToken=t&b=2, a=1&b=2",
        "a;b&accesstoken=t;c, a;b;c",
        "%41ccess%54oken=t&a, a",
        "access_token=t&ACCESS_TOKEN=u&a, a",
        "&a=1&&AccessToken&, &a=1&&",
        "AccessTokenX=1&XAccessToken=2, AccessTokenX=1&XAccessToken=2",
        "$filter=AccessToken eq 'x', $filter=AccessToken eq 'x'",
        "'', ''",
        "%zz=1&AccessToken=%zz, %zz=1"
    })
    @DisplayName("GW-12 a token is taken out of the query however it is written, and nothing else is")
    void removed(String query, String rest) {
        assertThat(QueryTokens.removedFrom(query)).isEqualTo(rest);
        assertThat(QueryTokens.in(rest)).isEmpty();
    }
}
