package io.polyport.odata.model.yaml;

import io.polyport.odata.model.yaml.ModelException.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, so that one report can show all of it. */
final class Faults {
    private final List<Fault> found = new ArrayList<>();
    private final List<String> files = new ArrayList<>();

    void file(String name) {
        files.add(name);
    }

    void add(String file, int line, String path, String what) {
        found.add(new Fault(file, line, path, what));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ModelException(found.stream()
                    .distinct()
                    .sorted(Comparator.comparingInt((Fault fault) -> files.indexOf(fault.file()))
                            .thenComparingInt(Fault::line))
                    .toList());
        }
    }

    /** A value as a report shows it: quoted, short, on one line. */
    static String quote(String value) {
        String cut = value.length() > 80 ? value.substring(0, 80) + "…" : value;
        return '"' + cut.replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
    }
}
