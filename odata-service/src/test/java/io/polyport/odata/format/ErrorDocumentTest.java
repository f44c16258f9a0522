package io.polyport.odata.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorDocumentTest {
    private final ODataException problem = new ODataException(
            InnerCode.BAD_URL, "Сегмент пути \"Owner2\" не найден!", "There is no segment <Owner2> & nothing like it");

    @Test
    @DisplayName("OD-30: an error in JSON has its code as a string, and the text with its language")
    void json() {
        assertThat(ErrorDocument.of(problem, Representation.JSON_NONE, "ru").toString())
                .isEqualTo("""
                {
                "odata.error": {
                "code": "6",
                "message": {
                "lang": "ru",
                "value": "Сегмент пути \\"Owner2\\" не найден!"
                }
                }
                }""");
    }

    @Test
    @DisplayName("OD-30: an error in XML is m:error with code and message")
    void xml() {
        assertThat(ErrorDocument.of(problem, Representation.ATOM, "en").toString())
                .isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
                <m:code>6</m:code>
                <m:message>There is no segment &lt;Owner2&gt; &amp; nothing like it</m:message>
                </m:error>""");
    }

    @Test
    @DisplayName("OD-30: an inner error has code -1")
    void inner() {
        var inner = new ODataException(InnerCode.INTERNAL, "Внутренняя ошибка", "Something broke");
        var json = new JsonObject(ErrorDocument.of(inner, Representation.JSON_MINIMAL, "en"));
        assertThat(json.getJsonObject("odata.error").getString("code")).isEqualTo("-1");
    }

    @Test
    @DisplayName("OD-30: the gateway's templates are the same documents with places to fill in")
    void templates() {
        for (var format : new Representation[] {Representation.ATOM, Representation.JSON_MINIMAL}) {
            String filled = ErrorDocument.template(format)
                    .replace("{code}", "9")
                    .replace("{lang}", "en")
                    .replace("{detail}", "Nothing here");
            var same = new ODataException(InnerCode.ENTITY_NOT_FOUND, "Ничего нет", "Nothing here");
            assertThat(filled).isEqualTo(ErrorDocument.of(same, format, "en").toString());
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("OD-30: the language is the one of ru and en that the caller likes best")
    @CsvSource(
            delimiter = '|',
            value = {
                "ru-RU,ru;q=0.9,en;q=0.8 | ru",
                "en-GB | en",
                "de, en;q=0.5, ru;q=0.7 | ru",
                "en;q=0, * | ru",
                "fr | ru",
                "'' | ru",
            })
    void languages(String header, String expected) {
        assertThat(Language.of(Optional.of(header), "ru")).isEqualTo(expected);
    }
}
