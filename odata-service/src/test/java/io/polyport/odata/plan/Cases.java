package io.polyport.odata.plan;

import io.polyport.odata.fixtures.TestBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Requests with their answers, from a file: each request below its section's {@code [name]}, its answer indented below it. */
final class Cases {
    private static final String INDENT = "    ";
    private static final String EMPTY = "-";

    private Cases() {}

    /**
     * Kind of database, request and answer.
     *
     * @param file in the folder {@code plan} of the test resources
     */
    static Stream<Arguments> of(String file, String section) {
        var cases = new ArrayList<String[]>();
        boolean inside = false;
        for (var line : lines(file)) {
            if (line.startsWith("[")) {
                inside = line.startsWith("[" + section + "]");
            } else if (inside && line.startsWith(INDENT)) {
                cases.getLast()[1] += (cases.getLast()[1].isEmpty() ? "" : "\n") + line.substring(INDENT.length());
            } else if (inside && !line.isBlank() && !line.startsWith("#")) {
                cases.add(new String[] {line, ""});
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(file + " has no cases in [" + section + "]");
        }
        return Arrays.stream(TestBase.Kind.values())
                .flatMap(kind ->
                        cases.stream().map(one -> Arguments.of(kind, one[0], one[1].equals(EMPTY) ? "" : one[1])));
    }

    private static List<String> lines(String file) {
        try (var resource = Cases.class.getResourceAsStream("/plan/" + file)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
