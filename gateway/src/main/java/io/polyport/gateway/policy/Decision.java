package io.polyport.gateway.policy;

import io.polyport.kit.bus.Envelope;
import io.polyport.kit.problem.Problem;
import java.util.List;

/** What the rules say to a request. */
public sealed interface Decision {
    /**
     * Allowed, on these objects.
     *
     * @param objects patterns of which the object must match one, which the service checks on its own reading of the
     *     path; empty: all objects
     * @param connections patterns of which a configured connection must match one, which the service checks where the
     *     path names none but the body may (opening one); empty: all
     * @param grants for operations that may name several connections: what each rule allows by itself
     */
    record Allowed(List<String> objects, List<String> connections, List<Envelope.Grant> grants) implements Decision {
        public Allowed {
            objects = List.copyOf(objects);
            connections = List.copyOf(connections);
            grants = List.copyOf(grants);
        }
    }

    /** Forbidden; the problem names the right that is missing. */
    record Denied(Problem problem) implements Decision {}
}
