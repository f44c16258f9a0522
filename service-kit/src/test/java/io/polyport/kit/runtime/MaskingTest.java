package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskingTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Bearer hunter2hunter2, x: 1      | Authorization: ****, x: 1",
                "{\"authorization\":\"Basic aHVudGVyMg==\"}      | {\"authorization\":\"****\"}",
                "sent Bearer abc.DEF-1_2~3+/= away               | sent Bearer **** away",
                "GET /a?AccessToken=hunter2&b=1                  | GET /a?AccessToken=****&b=1",
                "GET /a?access_token=hunter2                     | GET /a?access_token=****",
                "jdbc:x?user=me&password=hunter2&ssl=true        | jdbc:x?user=me&password=****&ssl=true",
                "{\"password\": \"hunter2\", \"a\": 1}           | {\"password\": \"****\", \"a\": 1}",
                "Password: hunter2                               | Password: ****",
                "client_secret=hunter2                           | client_secret=****",
                "API-KEY=hunter2;                                | API-KEY=****;",
                "PASS hunter2 with spaces                        | PASS ****",
                "ftp://me:hunter2@host/a                         | ftp://me:****@host/a",
                "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln.  | got ****",
            })
    @DisplayName("GW-12 GW-35 tokens and passwords are masked whatever text they stand in")
    void masks(String text, String masked) {
        assertThat(Masking.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "the bearer of bad news",
                "Basic authentication is off",
                "the password is needed",
                "http://host:8080/a@b",
                "a token was refused: expired",
                "tests PASSED today",
                "https://host/path?x=1"
            })
    @DisplayName("ordinary words are left as they are")
    void leaves(String text) {
        assertThat(Masking.mask(text)).isEqualTo(text);
    }
}
