package io.polyport.kit.bus;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong between opening a call and its acceptance. */
public final class BusProblems {
    public static final ProblemType NO_ANSWER = new ProblemType(
            "bus.no-answer",
            503,
            "A service instance did not acknowledge the call",
            "The instance may be overloaded or gone. Whether it did the work is unknown: look before asking again.");
    public static final ProblemType NO_INSTANCE = new ProblemType(
            "bus.no-instance",
            503,
            "No instance of the service can be reached",
            "The service is starting, restarting or not deployed. Ask again in a moment.");
    public static final ProblemType DRAINING = new ProblemType(
            "bus.draining",
            503,
            "The service instance is shutting down",
            "The call was not begun. Ask again: another instance will take it.");
    public static final ProblemType UNSEALED = new ProblemType(
            "bus.unsealed",
            403,
            "The call does not come from the gateway",
            "The envelope's seal is missing, wrong or out of date. Compare the bus.seal keys of the gateway and the service, and their clocks.");
    public static final ProblemType UNKNOWN_OPERATION = new ProblemType(
            "bus.unknown-operation",
            404,
            "The service does not know this operation",
            "The gateway and the service are of different versions. Look at the contract under /openapi.json.");
    public static final ProblemType BAD_REQUEST = new ProblemType(
            "request.invalid",
            400,
            "The request is not valid",
            "The member 'errors' names each faulty field and what it has to be.");
    public static final ProblemType TOO_LARGE = new ProblemType(
            "request.too-large",
            413,
            "The body is too large",
            "Send a smaller body: this operation reads it as a whole.");
    public static final ProblemType FORBIDDEN_OBJECT = new ProblemType(
            "request.forbidden-object",
            403,
            "The policy does not allow this object",
            "Your token allows this operation, but not on this path or object. Ask the administrator for a policy rule that names it.");
    public static final ProblemType GONE = new ProblemType(
            "connection.lost",
            410,
            "What was opened is there no longer",
            "The connection, stream or upload was closed, ran idle or its service instance went away. Open a new one.");
    public static final ProblemType UNKNOWN_ID = new ProblemType(
            "connection.unknown",
            404,
            "There is no such connection",
            "The id is not one that was given to you. Use the id of your own POST, or a configured connection's name.");

    public static final List<ProblemType> ALL = List.of(
            NO_ANSWER,
            NO_INSTANCE,
            DRAINING,
            UNSEALED,
            UNKNOWN_OPERATION,
            BAD_REQUEST,
            TOO_LARGE,
            FORBIDDEN_OBJECT,
            GONE,
            UNKNOWN_ID);

    private BusProblems() {}
}
