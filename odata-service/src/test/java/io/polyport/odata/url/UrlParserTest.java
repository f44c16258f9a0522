package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("URLs as clients send them")
final class UrlParserTest {
    private static final Limits LIMITS = Limits.defaults();

    static Stream<Arguments> requests() {
        return Table.section("requests.txt", "requests");
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("requests")
    @DisplayName("OD-32: requests of real clients, byte for byte")
    void requests(String sent, String expected) {
        int mark = sent.indexOf('?');
        String path = mark < 0 ? sent : sent.substring(0, mark);
        var url = UrlParser.parse(path, mark < 0 ? "" : sent.substring(mark + 1), LIMITS);

        assertThat(Printed.resource(url.resource()) + options(url.options())).isEqualTo(expected);
    }

    @Test
    @DisplayName("OD-32: a path may be escaped wholly, partly, not at all, or be the bytes of its UTF-8")
    void escapedPaths() {
        String expected = "Catalog_Товары('а/б') > Цена";

        assertThat(resource("/Catalog_Товары('а/б')/Цена")).isEqualTo(expected);
        assertThat(
                        resource(
                                "/Catalog_%D0%A2%D0%BE%D0%B2%D0%B0%D1%80%D1%8B%28%27%D0%B0%2F%D0%B1%27%29/%D0%A6%D0%B5%D0%BD%D0%B0"))
                .isEqualTo(expected);
        assertThat(resource("/Catalog_Товары('%D0%B0/б')%2FЦена")).isEqualTo(expected);
        assertThat(resource(new String(
                        "/Catalog_Товары('а/б')/Цена".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("OD-11: in a path a plus is a plus, and what is escaped twice stays escaped once")
    void plusAndEscapesInPaths() {
        assertThat(resource("/R('a+b%2Bc%2520')")).isEqualTo("R('a+b+c%20')");
    }

    @ParameterizedTest(name = "«{0}»")
    @CsvSource({"/Catalog_%D0, UTF-8", "/Catalog_%, two hexadecimal digits", "/Catalog_%D, two hexadecimal digits"})
    @DisplayName("OD-30: a path whose escapes are broken is a wrong URL")
    void brokenEscapes(String path, String said) {
        Faults.check(() -> UrlParser.parse(path, "", LIMITS), "6 - " + said);
    }

    @Test
    @DisplayName("OD-10 OD-32: ?$metadata behind the root is passed over, since a client asks so for the list of sets")
    void metadataAsOption() {
        assertThat(UrlParser.parse("/", "$metadata", LIMITS).resource()).isEqualTo(new Resource.ServiceDocument());
        assertThat(UrlParser.parse("", "%24metadata=&$format=json", LIMITS).resource())
                .isEqualTo(new Resource.ServiceDocument());
        Faults.check(() -> UrlParser.parse("/Catalog_X", "$metadata", LIMITS), "0 - $metadata");
        Faults.check(() -> UrlParser.parse("/", "$metadata=1", LIMITS), "0 - $metadata");
    }

    private static String resource(String path) {
        return Printed.resource(UrlParser.parse(path, "", LIMITS).resource());
    }

    private static String options(QueryOptions options) {
        var shown = new StringBuilder();
        options.format().ifPresent(format -> shown.append("; format ").append(format));
        options.filter().ifPresent(filter -> shown.append("; filter ").append(Printed.tree(filter)));
        options.orderBy()
                .forEach(order -> shown.append("; by ")
                        .append(Printed.tree(order.by()))
                        .append(order.descending() ? " desc" : ""));
        options.top().ifPresent(top -> shown.append("; top ").append(top));
        options.skip().ifPresent(skip -> shown.append("; skip ").append(skip));
        options.expand().forEach(path -> shown.append("; expand ").append(String.join("/", path)));
        options.select().forEach(path -> shown.append("; select ").append(String.join("/", path)));
        options.allowedOnly().ifPresent(only -> shown.append("; allowedOnly ").append(only));
        new TreeMap<>(options.parameters())
                .forEach((name, value) ->
                        shown.append("; ").append(name).append('=').append(value));
        return shown.toString();
    }
}
