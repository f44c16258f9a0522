package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.ConfigFault;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Limits of URLs")
final class GuardTest {
    private static final Limits DEFAULTS = Limits.defaults();
    private static final Limits WIDE = new Limits(1 << 24, 150, 1_000_000, 100_000, 150, 1 << 20);
    private static final int MANY = 1 << 20;

    @Test
    @DisplayName("OD-65: a URL that is too long is refused with 414")
    void urlLength() {
        String query = "$filter=" + "A".repeat(65_536);

        Faults.check(() -> UrlParser.parse("/R", query, DEFAULTS), "6 - odata.limits.url-length allows 65536");
        Faults.check(() -> UrlParser.parse("/" + "R".repeat(65_536), "", DEFAULTS), "6 - odata.limits.url-length");
        assertThat(UrlParser.parse("/R", query.substring(0, 65_534), DEFAULTS)
                        .options()
                        .filter())
                .isPresent();
    }

    @Test
    @DisplayName("OD-65: each guard refuses one more than it allows, and names its key")
    void guards() {
        var narrow = new Limits(1 << 16, 3, 20, 2, 2, 5);

        assertThat(UrlParser.condition("(((A)))", narrow)).isNotNull();
        Faults.check(() -> UrlParser.condition("((((A))))", narrow), "14 - odata.limits.nesting allows at most 3");
        assertThat(UrlParser.condition("1 add 2 sub 3 add 4", narrow)).isNotNull();
        Faults.check(() -> UrlParser.condition("1 add 2 sub 3 add 4 sub 5", narrow), "14 - odata.limits.nesting");
        Faults.check(() -> UrlParser.condition("not not not not A", narrow), "14 - odata.limits.nesting");
        Faults.check(() -> UrlParser.condition("- - - -A", narrow), "14 - odata.limits.nesting");
        Faults.check(() -> UrlParser.condition("f(f(f(f())))", narrow), "14 - odata.limits.nesting");
        Faults.check(
                () -> UrlParser.condition("A/any(a: a/any(b: b/any(c: c/any())))", narrow),
                "14 - odata.limits.nesting");
        Faults.check(
                () -> UrlParser.condition("f(1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10)", narrow),
                "14 - odata.limits.nodes");
        Faults.check(() -> UrlParser.condition("A/B/C", narrow), "14 - odata.limits.levels allows at most 2");
        assertThat(UrlParser.condition("like(A,'12345')", narrow)).isNotNull();
        Faults.check(() -> UrlParser.condition("like(A,'123456')", narrow), "14 - odata.limits.template");
        Faults.check(() -> UrlParser.parse("/R", "$select=A,B,C", narrow), "14 - odata.limits.paths allows at most 2");
        Faults.check(() -> UrlParser.parse("/R", "$expand=A,B,C", narrow), "14 - odata.limits.paths");
        Faults.check(() -> UrlParser.parse("/R", "$orderby=A,B,C", narrow), "14 - odata.limits.paths");
        Faults.check(() -> UrlParser.parse("/R", "$expand=A/B/C", narrow), "14 - odata.limits.levels");
        Faults.check(() -> UrlParser.parse("/R/A/B/C", "", narrow), "14 - odata.limits.levels");
    }

    @Test
    @DisplayName("OD-65: a row of a thousand alternatives is no nesting")
    void longRow() {
        String row = String.join(" or ", Collections.nCopies(1_000, "Ref_Key eq 1"));
        var tree = UrlParser.condition(row, DEFAULTS);

        assertThat(depth(tree)).isEqualTo(11);
        assertThat(Printed.tree(tree).split("Ref_Key", -1)).hasSize(1_001);
    }

    private static int depth(Expression expression) {
        return expression instanceof Expression.Binary binary
                ? Math.max(depth(binary.left()), depth(binary.right())) + 1
                : 0;
    }

    static Stream<String> hostile() {
        return Stream.of(
                "(",
                ")",
                "'",
                "''a",
                "not ",
                "-",
                "f(",
                "A/",
                "A/any(a:",
                "A and ",
                "A or ",
                "1 add ",
                "A eq ",
                "A or A and A eq A gt A add A mul (",
                "cast(A,'B')/",
                "guid'",
                ",",
                "',Condition=",
                "',Wert=",
                "'   ",
                "' ,",
                " ",
                "9",
                "*",
                "$",
                "\0",
                "ё",
                "A=1,");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("hostile")
    @DisplayName("OD-65: a megabyte of anything is answered at once, without running out of stack")
    void hostileTexts(String piece) {
        String text = piece.repeat(MANY / piece.length());
        String usual = piece.repeat(DEFAULTS.urlLength() / piece.length());
        String few = piece.repeat(5_000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Hostile.read(() -> UrlParser.condition(text, WIDE));
            Hostile.read(() -> UrlParser.condition(text, DEFAULTS));
            Hostile.everywhere(usual, WIDE);
            Hostile.everywhere(few, DEFAULTS);
        });
    }

    @Test
    @DisplayName("limits that the reader could not hold itself to are refused")
    void refusedLimits() {
        assertThatThrownBy(() -> new Limits(1 << 16, 151, 10, 2, 2, 5))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("nesting");
    }
}
