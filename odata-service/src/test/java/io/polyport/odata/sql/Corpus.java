package io.polyport.odata.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of src/test/resources/filters: {@code ## Catalog_Товары} begins those over a set, {@code filter -> g1 g2} says
 * which rows it chooses, {@code filter -> error 21 text} what it is refused with; {@code #} begins a remark.
 */
final class Corpus {
    private static final List<String> FILES =
            List.of("comparisons", "texts", "numbers", "moments", "paths", "lambdas", "composites", "errors");

    /** @param expected names of rows in order, or {@code error} with code and a part of the message */
    record Case(String file, String set, String filter, String expected) {
        @Override
        public String toString() {
            return set + ": " + filter;
        }
    }

    private Corpus() {}

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        FILES.forEach(file -> cases.addAll(read(file)));
        return cases;
    }

    private static List<Case> read(String file) {
        var cases = new ArrayList<Case>();
        String set = "";
        for (String line : text(file).lines().toList()) {
            int arrow = line.lastIndexOf(" -> ");
            if (line.startsWith("## ")) {
                set = line.substring(3).strip();
            } else if (arrow > 0 && !line.startsWith("# ")) {
                cases.add(new Case(
                        file,
                        set,
                        line.substring(0, arrow).strip(),
                        line.substring(arrow + 4).strip()));
            } else if (!line.isBlank() && !line.startsWith("# ")) {
                throw new IllegalStateException(file + ".txt has a line that is no case: " + line);
            }
        }
        return cases;
    }

    private static String text(String file) {
        try (var stream = Corpus.class.getResourceAsStream("/filters/" + file + ".txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
