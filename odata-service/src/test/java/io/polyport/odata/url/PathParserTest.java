package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Paths")
final class PathParserTest {
    private static final Limits LIMITS = Limits.defaults();

    static Stream<Arguments> resources() {
        return Table.section("paths.txt", "resources");
    }

    static Stream<Arguments> keys() {
        return Table.section("paths.txt", "keys");
    }

    static Stream<Arguments> functions() {
        return Table.section("paths.txt", "functions");
    }

    static Stream<Arguments> faults() {
        return Table.section("paths.txt", "faults");
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("resources")
    @DisplayName("OD-10 OD-14: documents, sets, and what stands behind them")
    void resources(String path, String resource) {
        check(path, resource);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("keys")
    @DisplayName("OD-11 OD-32: keys with and without names, in any order, in all the ways that clients write them")
    void keys(String path, String resource) {
        check(path, resource);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("functions")
    @DisplayName("OD-15: functions with their arguments, quotes doubled or not")
    void functions(String path, String resource) {
        check(path, resource);
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("faults")
    @DisplayName("OD-30: what is no path is refused with the place and with what was expected")
    void faults(String path, String expected) {
        Faults.check(() -> read(path), expected);
    }

    @Test
    @DisplayName("OD-11: each part of a key knows where its value stands")
    void keyPositions() {
        var set = (Resource.Set) read("/R(A=1, B = 'x')");

        assertThat(set.key().orElseThrow().parts())
                .extracting(Resource.Key.Part::position)
                .isEqualTo(List.of(5, 12));
    }

    @Test
    @DisplayName("OD-15: each argument knows where its text stands")
    void argumentPositions() {
        var set = (Resource.Set) read("/R/Balance(Period=datetime'2024-01-01', Condition='A eq 1')");

        assertThat(((Resource.Step.Call) set.steps().getFirst()).arguments())
                .extracting(Resource.Argument::position)
                .isEqualTo(List.of(18, 51));
    }

    private static void check(String path, String resource) {
        assertThat(Printed.resource(read(path))).isEqualTo(resource);
    }

    private static Resource read(String path) {
        return new PathParser(path, LIMITS).resource();
    }
}
