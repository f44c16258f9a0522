package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.access.Caller;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.query.ReadLimits;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers see of {@link AccessData} on both databases; see {@code plan/access.txt}. */
final class AccessIT {
    private static final String NAME = "{0}: {1}";

    /** @param request the caller, a space, the URL */
    private static void check(TestBase.Kind kind, String request, String answer) {
        int space = request.indexOf(' ');
        var caller = AccessData.caller(request.substring(0, space));
        assertThat(AccessData.on(kind).as(caller).get(request.substring(space + 1)))
                .isEqualTo(answer);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("each part of the data is seen by its own callers alone, through every relation")
    void separators(TestBase.Kind kind) {
        var first = AccessData.on(kind).as(AccessData.caller("boss"));
        var second = AccessData.on(kind).as(new Caller(Set.of("boss"), Map.of(), Map.of("Область", "2"), "ru"));
        String request = "Document_Заказ?$select=Number,Товар/Description,Строки/Количество&$expand=Товар&$top=1"
                + "&$filter=Товар/Description ne '' and Строки/any()";
        assertThat(first.get(request)).isEqualTo("Number=З21-1 Товар={Description=Стул1} Строки=[Количество=21]");
        assertThat(second.get(request)).isEqualTo("Number=З21-2 Товар={Description=Стул2} Строки=[Количество=21]");
        assertThat(second.get("DocumentJournal_Все?$select=Number&$skip=4")).isEqualTo("Number=С2");
        assertThat(second.get("InformationRegister_Цены/$count")).isEqualTo("3");
        assertThat(second.get("InformationRegister_Цены_RecordType/SliceLast/$count"))
                .isEqualTo("2");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-29: a set with rows that the caller may not see is refused, or with allowedOnly leaves them out")
    void sets(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> sets() {
        return Cases.of("access.txt", "sets");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-64: rules of the caller's scopes add up, and a missing claim shows nothing")
    void rules(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> rules() {
        return Cases.of("access.txt", "rules");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-29, OD-64: records, slices and journals keep the rules of what they are made of")
    void registers(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> registers() {
        return Cases.of("access.txt", "registers");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-64: an object that the caller may not see reads as missing wherever a path leads to it")
    void joined(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> joined() {
        return Cases.of("access.txt", "joined");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-64: a hidden property is left out, and may not be asked for")
    void columns(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> columns() {
        return Cases.of("access.txt", "columns");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("OD-65: what access rules look into does not count among a request's joins")
    void joins(TestBase.Kind kind) {
        var region = AccessData.on(kind).as(AccessData.caller("region")).within(new ReadLimits(0, 5, 1));
        assertThat(region.get("Document_Заказ?$select=Number&$filter=Организация/Code eq 'О3'&allowedOnly=true"))
                .isEmpty();
        assertThat(region.get("Document_Заказ?$filter=Организация/Code eq Товар/Code&allowedOnly=true"))
                .isEqualTo("400/14");
    }
}
