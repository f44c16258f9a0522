package io.polyport.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.ErrorTemplates;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

final class ErrorTemplateTest {
    private static final String NASTY = "\"quoted\" \\back <tag attr='x'>&amp; ]]> {code} $1 \r\n\t ключ 😀";

    private static final ErrorTemplates TEMPLATES = new ErrorTemplates(
            Map.of("application/json", "{}", "application/xml", "<e/>"),
            "application/xml",
            Optional.of("$format"),
            Map.of("json", "application/json", "atom", "application/xml", "application/atom+xml", "application/xml"),
            Map.of());

    @Test
    @DisplayName("GW-33 whatever a value holds, JSON stays JSON and says it back")
    void json() {
        String filled = ErrorTemplate.of("{\"error\":{\"code\":\"{code}\",\"detail\":\"{detail}\"}}", true)
                .filled(name -> NASTY + "\u0000\u001f\u2028" + name);
        var error = new JsonObject(filled).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo(NASTY + "\u0000\u001f\u2028code");
        assertThat(error.getString("detail")).isEqualTo(NASTY + "\u0000\u001f\u2028detail");
    }

    @Test
    @DisplayName("GW-33 whatever a value holds, XML stays XML, and what XML can't hold is replaced")
    void xml() throws Exception {
        String filled = ErrorTemplate.of("<e lang=\"{lang}\">{detail}{other}</e>", false)
                .filled(name -> NASTY + "\u0000\u001b\ud800");
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var root = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(filled)))
                .getDocumentElement();
        assertThat(root.getAttribute("lang")).isEqualTo(NASTY + "\ufffd\ufffd\ufffd");
        assertThat(root.getTextContent()).isEqualTo(NASTY + "\ufffd\ufffd\ufffd{other}");
    }

    @ParameterizedTest(name = "GW-33 {0} with Accept {1} is answered as {2}")
    @CsvSource({
        "'', '', application/xml",
        "$format=json, '', application/json",
        "$format=json, application/atom+xml, application/json",
        "%24format=json, '', application/json",
        "a=1&$format=application/json;odata=nometadata, '', application/json",
        "$format=application%2Fjson%3Bodata%3Dverbose, '', application/json",
        "$format=atom, application/json, application/xml",
        "$format=pdf, application/json, application/json",
        "format=json, '', application/xml",
        "'', application/json, application/json",
        "'', 'application/json;odata=fullmetadata;q=0.5, application/atom+xml;q=0.7', application/xml",
        "'', 'text/html, application/json;q=0.1, */*;q=0.05', application/json",
        "'', 'application/json;q=0, */*', application/xml",
        "'', 'text/html', application/xml",
        "'', ';;,,q=x', application/xml",
        "$format=%zz, '', application/xml"
    })
    void chosen(String query, String accept, String type) {
        assertThat(new AskedFormat(query, accept).of(TEMPLATES)).isEqualTo(type);
    }
}
