package io.polyport.grpc.schema;

import io.polyport.kit.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What protoc says, taken line by line, so that not even millions of warnings need memory. Its errors have the forms
 * {@code name:line:column: message} and {@code name: message}.
 */
final class CompilerOutput {
    private static final int MOST_ERRORS = 100;
    private static final int LONGEST_LINE = 2000;
    private static final Pattern PLACED = Pattern.compile("(.+?):(\\d+):(\\d+): (.*)");
    private static final Pattern UNPLACED = Pattern.compile("(.+?\\.proto): (.*)");

    private final Set<String> lines = new LinkedHashSet<>();
    private final String silent;
    private long more;

    /** @param ours the name of a file of which nothing is told, since it is not the caller's */
    CompilerOutput(String ours) {
        this.silent = ours + ":";
    }

    /** Reads all there is, to its end. */
    void read(InputStream stream) {
        byte[] piece = new byte[8192];
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        try {
            for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
                for (int i = 0; i < count; i++) {
                    if (piece[i] == '\n') {
                        take(new String(line, 0, length, StandardCharsets.UTF_8));
                        length = 0;
                    } else if (length < LONGEST_LINE) {
                        line[length++] = piece[i];
                    }
                }
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
        take(new String(line, 0, length, StandardCharsets.UTF_8));
    }

    private void take(String line) {
        if (line.isBlank() || line.startsWith(silent) || line.contains(": warning: ")) {
            return;
        }
        if (lines.size() < MOST_ERRORS) {
            lines.add(line.strip());
        } else {
            more++;
        }
    }

    /** Whether it said anything but warnings. */
    boolean hasErrors() {
        return !lines.isEmpty();
    }

    /**
     * The errors as fields.
     *
     * @param given the names that were given to the compiler
     */
    Problem problem(Set<String> given) {
        List<Problem.FieldError> errors = new ArrayList<>();
        for (String line : lines) {
            errors.add(error(line, given));
        }
        String detail = SchemaProblems.PROTO_INVALID.advice()
                + (more > 0 ? " There are " + more + " faults more than those shown." : "");
        return new Problem(SchemaProblems.PROTO_INVALID, detail, errors, java.util.Map.of(), 0);
    }

    private static Problem.FieldError error(String line, Set<String> given) {
        var placed = PLACED.matcher(line);
        if (placed.matches()) {
            return new Problem.FieldError(
                    "protos/" + placed.group(1) + ":" + placed.group(2) + ":" + placed.group(3), placed.group(4));
        }
        var unplaced = UNPLACED.matcher(line);
        if (!unplaced.matches()) {
            return new Problem.FieldError("protos", line);
        }
        String name = unplaced.group(1);
        boolean isMissing = unplaced.group(2).startsWith("File not found") && !given.contains(name);
        return new Problem.FieldError(
                "protos/" + name,
                isMissing ? "is imported, but was not given: give it under this name, too" : unplaced.group(2));
    }
}
