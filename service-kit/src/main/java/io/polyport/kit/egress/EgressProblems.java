package io.polyport.kit.egress;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** Why a far end was not connected to. */
public final class EgressProblems {
    public static final ProblemType DENIED = new ProblemType(
            "egress.denied",
            403,
            "This target may not be connected to",
            "Use a configured connection, or ask the operator to add the target to the egress allow-list as host:port"
                    + " (an address block for private addresses).");
    public static final ProblemType TARGET_INVALID = new ProblemType(
            "egress.target-invalid",
            400,
            "The target is not a host and a port",
            "Give a host name or an address in its usual form, and a port of 1 to 65535.");
    public static final ProblemType NAME_UNKNOWN = new ProblemType(
            "egress.name-unknown",
            502,
            "The target's host name is not known",
            "Check the spelling of the host name; if it is right, its DNS does not answer for it now.");
    public static final ProblemType NAME_TIMEOUT = new ProblemType(
            "egress.name-timeout",
            504,
            "The target's host name could not be resolved in time",
            "Ask again later; the operator can check the DNS.");

    public static final ProblemType TOO_MANY_NAMES = new ProblemType(
            "egress.too-many-names",
            429,
            "The caller has too many host names looked up at the same time",
            "Wait until some of its requests are answered, then ask again; names that are never answered hold the others up.");
    public static final ProblemType NAMES_BUSY = new ProblemType(
            "egress.names-busy",
            503,
            "Too many host names are being looked up",
            "Ask again in a few seconds; the operator can check the DNS.");

    private EgressProblems() {}

    /** All kinds, for the documentation. */
    public static List<ProblemType> all() {
        return List.of(DENIED, TARGET_INVALID, NAME_UNKNOWN, NAME_TIMEOUT, TOO_MANY_NAMES, NAMES_BUSY);
    }
}
