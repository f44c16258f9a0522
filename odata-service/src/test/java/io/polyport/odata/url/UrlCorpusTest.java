package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Texts that a fuzzer began with, or found")
final class UrlCorpusTest {
    static List<Path> corpus() throws Exception {
        var folder = Path.of(Objects.requireNonNull(UrlCorpusTest.class.getResource("UrlFuzzITInputs/anyText"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static Stream<Arguments> tables() {
        return Stream.of("operators", "levels", "functions", "paths", "lambdas", "literals", "written closely")
                .flatMap(section -> Table.section("expressions.txt", section));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corpus")
    @DisplayName("OD-65: each gives a tree, or a fault that the caller can read")
    void corpus(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);

        assertThatCode(() -> AnyText.check(bytes)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "«{0}»")
    @MethodSource("tables")
    @DisplayName("OD-21: an expression that is written with all its parentheses is the same expression")
    void writtenAgain(String text, String tree) {
        var written = Written.text(UrlParser.condition(text, Limits.defaults()));

        assertThat(Printed.tree(UrlParser.condition(written, Limits.defaults())))
                .isEqualTo(tree);
    }
}
