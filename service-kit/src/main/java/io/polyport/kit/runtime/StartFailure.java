package io.polyport.kit.runtime;

import io.polyport.kit.problem.ProblemException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeoutException;

/** A program did not start; the message is one sentence that says what to do. */
public final class StartFailure extends RuntimeException {
    StartFailure(String what, Throwable cause) {
        super(what + " could not start: " + sentence(cause), cause);
    }

    private StartFailure(String sentence) {
        super(sentence);
    }

    /** Not for the log as a fault: somebody asked for it. */
    static StartFailure unwanted(String program) {
        return new StartFailure(program + " was asked to leave while it started");
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case StartFailure inner -> inner.getMessage();
            case ProblemException problem -> problem.problem().detail();
            case BindException e -> bind(message(e));
            case UnknownHostException e -> "the host name " + message(e) + " is not known; check the name and the DNS";
            case ConnectException e -> message(e) + "; is the other side running, and is the address right?";
            case NoSuchFileException e -> "there is no file " + e.getFile();
            case AccessDeniedException e -> "this user may not open the file " + e.getFile();
            case TimeoutException e -> "it took longer than start-limit (" + message(e) + ")";
            default -> Masking.mask(failure.getClass().getSimpleName() + ": " + message(failure));
        };
    }

    private static String bind(String message) {
        return message.contains("Cannot assign")
                ? "the address does not belong to this machine (" + message + ")"
                : message.contains("ermission")
                        ? "this user may not listen on that port (" + message + "); take one above 1023"
                        : "the port is in use (" + message + "); stop the other program or configure another port";
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
