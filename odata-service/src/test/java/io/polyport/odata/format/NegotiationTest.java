package io.polyport.odata.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polyport.odata.format.Representation.Kind;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NegotiationTest {
    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("OD-20: $format names each of the formats, in whatever letters and with or without spaces")
    @CsvSource({
        "atom, ATOM",
        "application/atom+xml, ATOM",
        "application/atom xml, ATOM",
        "json, JSON_MINIMAL",
        "JSON, JSON_MINIMAL",
        "application/json, JSON_MINIMAL",
        "application/json;odata=minimalmetadata, JSON_MINIMAL",
        "application/json; odata=fullmetadata, JSON_FULL",
        "application/json;odata=NoMetadata, JSON_NONE",
        "application/json;odata=nometadata;charset=utf-8, JSON_NONE",
    })
    void formats(String format, Representation expected) {
        assertThat(Negotiation.choose(Optional.of(format), Optional.of("text/html")))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("OD-20: without $format the best alternative of Accept is taken, Atom for who takes anything")
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | JSON_MINIMAL",
                "application/json;odata=nometadata | JSON_NONE",
                "application/json;odata=fullmetadata;q=0.5, application/json;odata=nometadata | JSON_NONE",
                "application/atom+xml;q=0.3, application/json;q=0.7 | JSON_MINIMAL",
                "application/json;q=0, */* | ATOM",
                "*/* | ATOM",
                "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8 | ATOM",
                "application/json;odata=verbose, application/json | JSON_MINIMAL",
                "application/json;odata.metadata=full | JSON_FULL",
                "application/json;profile=\"a,b;c\";odata=nometadata | JSON_NONE",
                "nonsense, application/json;q=many | JSON_MINIMAL",
            })
    void accepts(String accept, Representation expected) {
        assertThat(Negotiation.choose(Optional.empty(), Optional.of(accept))).isEqualTo(expected);
    }

    @Test
    @DisplayName("OD-20: who says nothing gets Atom")
    void nothing() {
        assertThat(Negotiation.choose(Optional.empty(), Optional.empty())).isEqualTo(Representation.ATOM);
        assertThat(Negotiation.choose(Optional.empty(), Optional.of("  "))).isEqualTo(Representation.ATOM);
    }

    @ParameterizedTest
    @DisplayName(
            "OD-20, OD-30: a format that is not there is refused with 406 and inner code 3, in $format and in Accept")
    @ValueSource(strings = {"xls", "application/json;odata=verbose", "text/html", "", "application/pdf"})
    void unknown(String format) {
        assertThatExceptionOfType(ODataException.class)
                .isThrownBy(() -> Negotiation.choose(Optional.of(format), Optional.of("application/json")))
                .satisfies(NegotiationTest::isRefused);
        if (!format.isEmpty()) {
            assertThatExceptionOfType(ODataException.class)
                    .isThrownBy(() -> Negotiation.choose(Optional.empty(), Optional.of(format)))
                    .satisfies(NegotiationTest::isRefused);
        }
    }

    private static void isRefused(ODataException problem) {
        assertThat(problem.code()).isEqualTo(InnerCode.REPRESENTATION_NOT_SUPPORTED);
        assertThat(problem.status()).isEqualTo(406);
    }

    @Test
    @DisplayName("OD-10: $metadata is XML whatever Accept says; $format=json is refused")
    void metadata() {
        Negotiation.requireXml(Optional.empty());
        Negotiation.requireXml(Optional.of("application/xml"));
        assertThatExceptionOfType(ODataException.class)
                .isThrownBy(() -> Negotiation.requireXml(Optional.of("json")))
                .satisfies(NegotiationTest::isRefused);
        assertThatExceptionOfType(ODataException.class)
                .isThrownBy(() -> Negotiation.requireXml(Optional.of("svg")))
                .satisfies(NegotiationTest::isRefused);
    }

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @DisplayName("OD-30: an error has the asked format even when the URL can't be read")
    @CsvSource({
        "'$filter=((&$format=json', '', JSON_MINIMAL",
        "'%24filter=%ZZ&%24format=application%2Fjson%3Bodata%3Dnometadata', '', JSON_NONE",
        "'$format=nothing', application/json, JSON_MINIMAL",
        "'$format=%', application/json, JSON_MINIMAL",
        "'', text/html, ATOM",
        "'$format=atom', application/json, ATOM",
    })
    void errors(String query, String accept, Representation expected) {
        assertThat(Negotiation.ofError(Optional.of(query), Optional.of(accept))).isEqualTo(expected);
    }

    @Test
    @DisplayName("OD-20: content types are those of 1C:Enterprise")
    void contentTypes() {
        assertThat(Representation.JSON_FULL.contentType(Kind.SET)).isEqualTo("application/json;charset=utf-8");
        assertThat(Representation.ATOM.contentType(Kind.SET)).isEqualTo("application/atom+xml;type=feed;charset=utf-8");
        assertThat(Representation.ATOM.contentType(Kind.ENTITY))
                .isEqualTo("application/atom+xml;type=entry;charset=utf-8");
        assertThat(Representation.ATOM.contentType(Kind.OTHER)).isEqualTo("application/xml;charset=utf-8");
    }
}
