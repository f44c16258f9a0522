package io.polyport.odata.model.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A model that can't be used. The message is the complete report for the operator, a fault on each line. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    /**
     * @param file as it was given
     * @param line from 1; 0 for the file as a whole
     * @param path what is meant, from the top of the file: {@code catalogs.Товары.attributes.Цена}
     * @param what the value and the rule
     */
    public record Fault(String file, int line, String path, String what) {
        @Override
        public String toString() {
            return file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + what;
        }
    }

    ModelException(List<Fault> faults) {
        super(faults.stream()
                .map(fault -> "  " + fault)
                .collect(Collectors.joining(
                        "\n",
                        faults.size() == 1
                                ? "The model has 1 fault:\n"
                                : "The model has " + faults.size() + " faults:\n",
                        "")));
        this.faults = List.copyOf(faults);
    }

    /** Every fault that was found, in the order of files and lines. */
    public List<Fault> faults() {
        return faults;
    }
}
