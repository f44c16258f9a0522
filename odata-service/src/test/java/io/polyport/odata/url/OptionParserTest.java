package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Query options")
final class OptionParserTest {
    private static final Limits LIMITS = Limits.defaults();

    @Test
    @DisplayName("OD-20 OD-21 OD-26: all options of one request")
    void together() {
        var options = read("%24format=application%2Fjson%3Bodata%3Dnometadata"
                + "&%24filter=startswith(Description%2C%20%27%D1%88%27%27%D1%82%27)"
                + "&%24select=Ref_Key%2CDescription&%24orderby=Code%20asc&%24top=2&%24skip=0");

        assertThat(options.format()).contains("application/json;odata=nometadata");
        assertThat(options.filter().map(Printed::tree)).contains("startswith(Description, 'ш'т')");
        assertThat(options.select()).isEqualTo(List.of(List.of("Ref_Key"), List.of("Description")));
        assertThat(orders(options)).isEqualTo("Code asc");
        assertThat(options.top()).isEqualTo(OptionalLong.of(2));
        assertThat(options.skip()).isEqualTo(OptionalLong.of(0));
        assertThat(options.expand()).isEmpty();
        assertThat(options.inlineCount()).isFalse();
        assertThat(options.allowedOnly()).isEmpty();
        assertThat(options.parameters()).isEmpty();
    }

    @ParameterizedTest(name = "«{0}»")
    @ValueSource(strings = {"", "&", "&&", "$filter=&$select=&$expand=&$orderby=&$format=", "$inlinecount=none"})
    @DisplayName("OD-27: an option without a value is as if it were not given")
    void nothing(String query) {
        var none = read("");

        assertThat(read(query)).isEqualTo(none);
        assertThat(none.filter()).isEmpty();
        assertThat(none.top()).isEmpty();
    }

    @ParameterizedTest(name = "«{0}»")
    @CsvSource(
            delimiter = '>',
            value = {
                "Description eq 'a+b' > (eq Description 'a b')",
                "Description+eq+'a%2Bb' > (eq Description 'a+b')",
                "Description%20eq%20'%D1%88' > (eq Description 'ш')",
                "Description eq 'ш' > (eq Description 'ш')",
                "Description%20eq%20'ш%D1%88' > (eq Description 'шш')",
                "Description eq '\u00d1\u0088' > (eq Description 'ш')",
                "A eq '%26' and B eq '%3D%25' > (and (eq A '&') (eq B '=%'))",
                "A%20eq%0A'x' > (eq A 'x')",
                "A eq 'x%00y' > null character",
            },
            quoteCharacter = '`')
    @DisplayName("OD-32: a plus is a space, and escapes are decoded once")
    void decoding(String written, String tree) {
        if (tree.startsWith("(")) {
            assertThat(read("$filter=" + written).filter().map(Printed::tree)).contains(tree);
        } else {
            Faults.check(() -> read("$filter=" + written), "14 8 " + tree);
        }
    }

    @Test
    @DisplayName("OD-20: a plus in $format is a plus")
    void plusInFormat() {
        assertThat(read("$format=application/atom+xml").format()).contains("application/atom+xml");
        assertThat(read("$format=application/atom%2Bxml").format()).contains("application/atom+xml");
    }

    static Stream<Arguments> selections() {
        return Table.section("options.txt", "select");
    }

    static Stream<Arguments> expansions() {
        return Table.section("options.txt", "expand");
    }

    static Stream<Arguments> ordersTable() {
        return Table.section("options.txt", "orderby");
    }

    static Stream<Arguments> parametersTable() {
        return Table.section("options.txt", "parameters");
    }

    static Stream<Arguments> faultsTable() {
        return Table.section("options.txt", "faults");
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("selections")
    @DisplayName("OD-27: $select holds paths, stars and presentations")
    void select(String text, String paths) {
        assertThat(read("$select=" + text).select()).hasToString(paths);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("expansions")
    @DisplayName("OD-28: $expand holds paths, with a star only at the end")
    void expand(String text, String paths) {
        assertThat(read("$expand=" + text).expand()).hasToString(paths);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("ordersTable")
    @DisplayName("OD-26: $orderby holds expressions with directions")
    void orderBy(String text, String orders) {
        assertThat(orders(read("$orderby=" + text))).isEqualTo(orders);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("parametersTable")
    @DisplayName("OD-15: parameters of functions in the query, quoted or not")
    void parameters(String query, String value) {
        assertThat(read(query).parameters().entrySet()).singleElement().hasToString(value);
    }

    @Test
    @DisplayName("OD-45 OD-47: several parameters stand beside options")
    void parametersBesideOptions() {
        var options = read("DataExchangePoint='http://host/base/odata/standard.odata/ExchangePlan_X(guid'"
                + "9d5c4222-8c4c-11db-a9b0-00055d49b45e')'&MessageNo=34&$format=json");

        assertThat(options.parameters())
                .isEqualTo(Map.of(
                        "DataExchangePoint",
                        "http://host/base/odata/standard.odata/ExchangePlan_X(guid'9d5c4222-8c4c-11db-a9b0-00055d49b45e')",
                        "MessageNo",
                        "34"));
        assertThat(options.format()).contains("json");
    }

    @ParameterizedTest(name = "«{0}»")
    @CsvSource({
        "allowedOnly=true, true",
        "$allowedOnly=true, true",
        "%24allowedOnly=false, false",
        "allowedOnly=false, false",
        "allowedOnly=True, true",
        "$allowedOnly=FALSE, false"
    })
    @DisplayName("OD-29: allowedOnly with and without $")
    void allowedOnly(String query, boolean expected) {
        assertThat(read(query).allowedOnly()).contains(expected);
    }

    @Test
    @DisplayName("OD-26: $inlinecount, and counts up to the largest long")
    void counts() {
        assertThat(read("$inlinecount=allpages").inlineCount()).isTrue();
        assertThat(read("$inlinecount=AllPages").inlineCount()).isTrue();
        assertThat(read("$top=9223372036854775807").top()).isEqualTo(OptionalLong.of(Long.MAX_VALUE));
        assertThat(read("$skip= 007 ").skip()).isEqualTo(OptionalLong.of(7));
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("faultsTable")
    @DisplayName("OD-30: an option that can't be read is refused with the place and with what was expected")
    void faults(String query, String expected) {
        Faults.check(() -> read(query), expected);
    }

    private static String orders(QueryOptions options) {
        return options.orderBy().stream()
                .map(order -> Printed.tree(order.by()) + (order.descending() ? " desc" : " asc"))
                .collect(Collectors.joining(", "));
    }

    private static QueryOptions read(String query) {
        return new OptionParser(query, LIMITS).options();
    }
}
