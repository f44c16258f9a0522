package io.polyport.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The pages that the code writes")
final class GeneratedDocsTest {
    private static final Map<String, Supplier<String>> PAGES =
            Map.of("problems.md", ProblemPage::text, "configuration.md", ConfigurationPage::text);

    @ParameterizedTest(name = "docs/{0} says what the code says")
    @ValueSource(strings = {"problems.md", "configuration.md"})
    void page(String name) throws IOException {
        Path page = root().resolve("docs").resolve(name);
        String text = PAGES.get(name).get();
        if ("write".equals(System.getProperty("polyport.docs"))) {
            Files.writeString(page, text);
        }
        assertThat(page).exists();
        assertThat(Files.readString(page))
                .as("docs/%s is out of date; 'make docs' writes it anew", name)
                .isEqualTo(text);
    }

    @Test
    @DisplayName("no code of a problem is declared twice")
    void codesAreUnique() {
        assertThat(ProblemPage.all()).isNotEmpty();
        assertThat(ProblemPage.all().entrySet().stream()
                        .filter(code -> code.getValue().size() > 1)
                        .map(code -> code.getKey() + " in "
                                + code.getValue().stream()
                                        .map(ProblemPage.Declared::where)
                                        .collect(Collectors.joining(" and "))))
                .isEmpty();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isRegularFile(here.resolve("mvnw")) ? here : here.getParent();
    }
}
