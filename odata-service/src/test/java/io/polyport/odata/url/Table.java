package io.polyport.odata.url;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Cases written as lines {@code text => what is expected}, in sections. */
final class Table {
    private static final String ARROW = "=>";

    private Table() {}

    /** @param file in the folder {@code url} of the test resources */
    static Stream<Arguments> section(String file, String section) {
        var rows = new ArrayList<Arguments>();
        boolean inside = false;
        for (var line : lines(file)) {
            if (line.startsWith("[")) {
                inside = line.equals("[" + section + "]");
            } else if (inside && line.contains(ARROW)) {
                int arrow = line.lastIndexOf(ARROW);
                String text = arrow == 0 ? "" : line.substring(0, arrow - 1);
                rows.add(Arguments.of(text, line.substring(arrow + ARROW.length() + 1)));
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no section " + section + " in " + file);
        }
        return rows.stream();
    }

    private static List<String> lines(String file) {
        try (var resource = Table.class.getResourceAsStream("/url/" + file)) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
