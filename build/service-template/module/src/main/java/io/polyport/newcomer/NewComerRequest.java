package io.polyport.newcomer;

import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.problem.Problem;
import java.util.regex.Pattern;

/** What callers can ask, checked; a record per operation. */
public sealed interface NewComerRequest {
    /** A greeting for somebody. */
    record Greet(String name) implements NewComerRequest {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

        public Greet {
            // The name is sent in a line of its own: a line break in it would be a second command.
            if (!NAME.matcher(name).matches()) {
                throw Problem.of(BusProblems.BAD_REQUEST, "The path's 'name' has to be 1 to 64 of A-Z a-z 0-9 . _ -")
                        .withField("path:name", "has to be 1 to 64 of A-Z a-z 0-9 . _ -")
                        .toException();
            }
        }

        public static Greet of(Call call) {
            return new Greet(call.rawArgument("name"));
        }
    }
}
