package io.polyport.kit.pem;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a PEM file, which is small. */
final class PemText {
    private static final int MAX_FILE = 1 << 20;

    private PemText() {}

    static String read(Path file, ProblemType unusable) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw unusable.toException(file + " is larger than 1 MiB; is this the right file?");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            unusable,
                            "The file " + file
                                    + " cannot be read: check that it exists and that this program's user may"
                                    + " read it (" + e.getClass().getSimpleName() + ")."),
                    e);
        }
    }
}
