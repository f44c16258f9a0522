package io.polyport.kit.runtime;

import io.polyport.kit.problem.ProblemException;
import java.util.function.Supplier;

/** A command that prints a result and ends, instead of serving. */
public final class Command {
    private static final int REFUSED = 2;

    private Command() {}

    /** Prints what {@code work} gives; when it refuses, prints why and leaves with 2. */
    public static void run(String name, Supplier<String> work) {
        try {
            System.out.println(work.get());
        } catch (IllegalArgumentException | ProblemException fault) {
            System.err.println(name + ": " + fault.getMessage());
            System.exit(REFUSED);
        }
    }
}
