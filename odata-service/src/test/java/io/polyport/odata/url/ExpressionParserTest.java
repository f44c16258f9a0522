package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Expressions")
final class ExpressionParserTest {
    private static final Limits LIMITS = Limits.defaults();

    static Stream<Arguments> operators() {
        return Table.section("expressions.txt", "operators");
    }

    static Stream<Arguments> levels() {
        return Table.section("expressions.txt", "levels");
    }

    static Stream<Arguments> functions() {
        return Table.section("expressions.txt", "functions");
    }

    static Stream<Arguments> paths() {
        return Table.section("expressions.txt", "paths");
    }

    static Stream<Arguments> lambdas() {
        return Table.section("expressions.txt", "lambdas");
    }

    static Stream<Arguments> literals() {
        return Table.section("expressions.txt", "literals");
    }

    static Stream<Arguments> close() {
        return Table.section("expressions.txt", "written closely");
    }

    static Stream<Arguments> faults() {
        return Stream.concat(Table.section("faults.txt", "expressions"), Table.section("faults.txt", "values"));
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("operators")
    @DisplayName("OD-21: every operator has its tree")
    void operators(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("levels")
    @DisplayName("OD-21: operators bind by their level, and from left to right within a level")
    void levels(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("functions")
    @DisplayName("OD-22: functions with their arguments, alone and inside each other")
    void functions(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("paths")
    @DisplayName("OD-24: ways through references, and behind casts")
    void paths(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("lambdas")
    @DisplayName("OD-23: lambdas over collections, nested and without a condition")
    void lambdas(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("literals")
    @DisplayName("OD-25: every kind of literal gives its value")
    void literals(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("close")
    @DisplayName("OD-32: spaces may lack where nothing else could be meant, or be too many")
    void close(String text, String tree) {
        check(text, tree);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("faults")
    @DisplayName("OD-30: what is no expression is refused with the place and with what was expected")
    void faults(String text, String expected) {
        Faults.check(() -> UrlParser.condition(text, LIMITS), expected);
    }

    @Test
    @DisplayName("every node knows where it begins in the text")
    void positions() {
        var and = (Expression.Binary) UrlParser.condition("  A/B eq 'x' and not f(C)", LIMITS);
        var equal = (Expression.Binary) and.left();
        var not = (Expression.Not) and.right();

        assertThat(and.position()).isEqualTo(13);
        assertThat(equal.position()).isEqualTo(6);
        assertThat(equal.left().position()).isEqualTo(2);
        assertThat(((Expression.Path) equal.left()).names().get(1).position()).isEqualTo(4);
        assertThat(equal.right().position()).isEqualTo(9);
        assertThat(not.position()).isEqualTo(17);
        assertThat(not.operand().position()).isEqualTo(21);
    }

    private static void check(String text, String tree) {
        assertThat(Printed.tree(UrlParser.condition(text, LIMITS))).isEqualTo(tree);
    }
}
