package io.polyport.kit.config;

import io.polyport.kit.config.ConfigException.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong, each with its place, so that one report can show all of it in the order of the sources. */
final class Faults {
    private record Placed(Tree.Place place, Fault fault) {}

    private final List<Placed> found = new ArrayList<>();

    void add(Tree.Place place, String path, String what) {
        found.add(new Placed(place, new Fault(place.text(), path, what)));
    }

    boolean none() {
        return found.isEmpty();
    }

    int count() {
        return found.size();
    }

    void throwIfAny() {
        if (!none()) {
            throw new ConfigException(ordered());
        }
    }

    private List<Fault> ordered() {
        return found.stream()
                .sorted(Comparator.comparingInt((Placed p) -> p.place().rank())
                        .thenComparingInt(p -> p.place().line()))
                .map(Placed::fault)
                .distinct()
                .toList();
    }

    /** A value as a report shows it: quoted, short, on one line, without the password of a URL. */
    static String quote(String value) {
        var shown = value.replaceAll("(://[^/\\s:@]*):[^/\\s@]*@", "$1:" + Secret.MASK + "@");
        var cut = shown.length() > 80 ? shown.substring(0, 80) + "…" : shown;
        return '"' + cut.replaceAll("\\p{Cntrl}", "\uFFFD") + '"';
    }
}
