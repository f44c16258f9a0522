package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.problem.ODataException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What holds for any bytes as a URL behind the publication's root, and as a condition. */
final class AnyText {
    private static final Limits DEFAULTS = Limits.defaults();
    /** What is written with all its parentheses is deeper and longer. */
    private static final Limits WIDE = new Limits(1 << 24, 150, 1_000_000, 100_000, 150, 1 << 20);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private AnyText() {}

    /** It is read, or refused with a text for the caller, in time. */
    static void check(byte[] bytes) {
        long start = System.nanoTime();
        String text = new String(bytes, StandardCharsets.UTF_8);
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        String query = mark < 0 ? text : text.substring(mark + 1);
        Hostile.read(() -> UrlParser.parse(path, query, DEFAULTS));
        Hostile.read(() -> UrlParser.parse(path, "", WIDE));
        condition(text);
        condition(query);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    /** A tree that is written down and read again is the same tree. */
    private static void condition(String text) {
        Expression tree;
        try {
            tree = UrlParser.condition(text, DEFAULTS);
        } catch (ODataException fault) {
            return;
        }
        assertThat(tree.position()).isBetween(0, text.length());
        String again;
        try {
            again = Printed.tree(UrlParser.condition(Written.text(tree), WIDE));
        } catch (ODataException fault) {
            assertThat(fault.getMessage()).contains("odata.limits.nesting");
            return;
        }
        assertThat(again).isEqualTo(Printed.tree(tree));
    }
}
