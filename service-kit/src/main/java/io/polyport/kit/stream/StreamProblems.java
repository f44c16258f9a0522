package io.polyport.kit.stream;

import io.polyport.kit.problem.ProblemType;
import java.util.List;

/** What can go wrong between two programs of the house once a call is under way. */
public final class StreamProblems {
    public static final ProblemType PEER_LOST = new ProblemType(
            "bus.peer-lost",
            502,
            "The program at the other end of the bus went away",
            "The service that worked on this call stopped or lost its connection. Whether the work was done is unknown: look before asking again.");
    public static final ProblemType STREAM_BROKEN = new ProblemType(
            "bus.stream-broken",
            502,
            "The stream of bytes between two programs was damaged",
            "Bytes were lost or changed on the bus, so the transfer was given up. Ask again; if it happens again, look at the logs of both programs.");
    public static final ProblemType IDLE = new ProblemType(
            "bus.idle",
            504,
            "No byte moved for too long",
            "Neither side sent or took a byte within the idle limit (streams.idle-timeout). Send or read faster, or raise the limit.");
    public static final ProblemType OUT_OF_CREDIT = new ProblemType(
            "bus.out-of-credit",
            503,
            "Too many transfers at once",
            "All memory set aside for transfers is in use. Ask again a little later, or give the program more memory or instances.");
    public static final ProblemType CANCELLED = new ProblemType(
            "bus.cancelled",
            499,
            "The caller went away",
            "Nobody waits for this answer any longer; the work was stopped.");
    public static final ProblemType DEADLINE = new ProblemType(
            "bus.deadline",
            504,
            "No answer in time",
            "The service did not answer before the deadline, and the work was stopped. Ask again, or allow more time (Request-Timeout, route timeouts).");

    public static final List<ProblemType> ALL =
            List.of(PEER_LOST, STREAM_BROKEN, IDLE, OUT_OF_CREDIT, CANCELLED, DEADLINE);

    private StreamProblems() {}
}
