package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.query.ReadLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests over {@link TradeData}, planned, written as SQL and run on both databases; see {@code plan/reading.txt}. */
final class ReadingIT {
    private static final String NAME = "{0}: {1}";

    private static void check(TestBase.Kind kind, String request, String answer) {
        assertThat(TradeData.on(kind).get(request)).isEqualTo(answer);
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-11: one entity is named by its key, all parts of it in any order")
    void keys(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> keys() {
        return Cases.of("reading.txt", "OD-11");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-12: tabular sections are sets of their own, with rows by owner and line")
    void sections(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> sections() {
        return Cases.of("reading.txt", "OD-12");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-13: registers show record sets, and records as entities")
    void recordSets(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> recordSets() {
        return Cases.of("reading.txt", "OD-13");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-14: a path goes on from one entity to values, objects, rows and bytes")
    void values(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> values() {
        return Cases.of("reading.txt", "OD-14");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-15: a slice gives the last or first record of each combination of dimensions")
    void slices(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> slices() {
        return Cases.of("reading.txt", "OD-15");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-16: a constant is one entity, with or without its empty key")
    void constants(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> constants() {
        return Cases.of("reading.txt", "OD-16");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-17: a journal shows the documents of several kinds as one set")
    void journals(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> journals() {
        return Cases.of("reading.txt", "OD-17");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-26: pages never overlap, and what may be missing comes first")
    void pages(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> pages() {
        return Cases.of("reading.txt", "OD-26");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-27: select shows what it names, and no more")
    void select(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> select() {
        return Cases.of("reading.txt", "OD-27");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-28: expand puts objects in the place of references")
    void expand(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> expand() {
        return Cases.of("reading.txt", "OD-28");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-31: presentations are made where they are asked for")
    void presentations(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> presentations() {
        return Cases.of("reading.txt", "OD-31");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("OD-61: each section is read by one statement, in its owners' order")
    void sideBySide(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> sideBySide() {
        return Cases.of("reading.txt", "OD-61");
    }

    @ParameterizedTest(name = NAME)
    @MethodSource
    @DisplayName("an option that does not go with what is asked for is refused")
    void options(TestBase.Kind kind, String request, String answer) {
        check(kind, request, answer);
    }

    static Stream<Arguments> options() {
        return Cases.of("reading.txt", "options");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("OD-65: an answer with more rows than the limit is refused before its first row")
    void rowLimit(TestBase.Kind kind) {
        var three = TradeData.on(kind).within(new ReadLimits(3, 5, 60));
        assertThat(three.get("Document_РасходТовара?$select=Number")).isEqualTo("400/14");
        assertThat(three.get("Document_РасходТовара?$select=Number&$inlinecount=allpages&$top=1"))
                .isEqualTo("400/14");
        assertThat(three.get("Document_РасходТовара?$select=Number&$top=4")).isEqualTo("400/14");
        assertThat(three.get("Document_РасходТовара?$select=Number&$skip=1"))
                .isEqualTo("Number=Р2\nNumber=Р3\nNumber=Р4");
        assertThat(three.get("Document_РасходТовара?$select=Number&$filter=Number eq 'Р1'"))
                .isEqualTo("Number=Р1");
        assertThat(three.get("Document_РасходТовара/$count")).isEqualTo("4");
    }
}
