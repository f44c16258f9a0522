package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.vertx.core.Future;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnmappableCharacterException;
import java.util.function.Consumer;

/** Commands of one session, in its charset. */
final class Commands {
    private final ControlChannel control;
    private final Charset charset;
    private final Consumer<String> missing;

    Commands(ControlChannel control, Charset charset) {
        this(control, charset, verb -> {});
    }

    /** @param missing is told each command that the server does not have */
    Commands(ControlChannel control, Charset charset, Consumer<String> missing) {
        this.control = control;
        this.charset = charset;
        this.missing = missing;
    }

    ControlChannel control() {
        return control;
    }

    /** The reply to a command, whatever it is, except 421, with which the session ends. */
    Future<Reply> ask(String command) {
        return send(command, command.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same, about a path; that of the current directory is left out. */
    Future<Reply> ask(String verb, FtpPath path) {
        try {
            return ask(verb, path.encode(charset));
        } catch (CharacterCodingException e) {
            return Future.failedFuture(FtpProblems.NAME_NOT_ENCODABLE.toException("The name " + path
                    + " can't be said in " + charset + ". " + FtpProblems.NAME_NOT_ENCODABLE.advice()));
        }
    }

    /** The same, with an argument of bytes. */
    Future<Reply> ask(String verb, byte[] argument) {
        byte[] safe = shielded(argument);
        byte[] start = (safe.length == 0 ? verb : verb + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = java.util.Arrays.copyOf(start, start.length + safe.length);
        System.arraycopy(safe, 0, line, start.length, safe.length);
        return send(verb, line);
    }

    /** The same, with text that is sent as it is and never shown. */
    Future<Reply> plain(String verb, String secret) {
        return text(verb, verb + " " + secret, "The user or password can't be said in " + charset + ".");
    }

    /** The same, a whole line of text that is sent as it is. */
    Future<Reply> asItIs(String verb, String line) {
        return text(verb, line, "The command can't be said in " + charset + ", the charset of this connection.");
    }

    private Future<Reply> text(String verb, String text, String unsayable) {
        try {
            var encoded = charset.newEncoder().encode(java.nio.CharBuffer.wrap(text));
            byte[] line = new byte[encoded.remaining()];
            encoded.get(line);
            for (byte each : line) {
                if (each == '\r' || each == '\n' || each == 0) {
                    throw new UnmappableCharacterException(1);
                }
            }
            return send(verb, line);
        } catch (CharacterCodingException e) {
            return Future.failedFuture(FtpProblems.NAME_NOT_ENCODABLE.toException(unsayable));
        }
    }

    /** Fails unless the reply is 2xx. */
    Future<Reply> must(String command) {
        return ask(command).compose(reply -> positive(reply, command.split(" ", 2)[0]));
    }

    static Future<Reply> positive(Reply reply, String verb) {
        return reply.isPositive() ? Future.succeededFuture(reply) : Future.failedFuture(reply.problem(verb));
    }

    private Future<Reply> send(String verb, byte[] line) {
        return control.send(line).compose(reply -> alive(verb, reply));
    }

    /** Fails, and ends the session, with a reply that ends it. */
    Future<Reply> alive(String verb, Reply reply) {
        if (reply.isNoCommand()) {
            missing.accept(verb);
        }
        if (reply.code() != 421) {
            return Future.succeededFuture(reply);
        }
        var problem = reply.problem(verb);
        control.end(problem);
        return Future.failedFuture(problem);
    }

    /** Whether a path has words in the session's charset. */
    boolean canSay(FtpPath path) {
        try {
            path.encode(charset);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Some servers take a first '-' for an option, '~' for a home, and skip a first blank. */
    static byte[] shielded(byte[] path) {
        if (path.length == 0 || (path[0] != '-' && path[0] != '~' && path[0] != ' ')) {
            return path;
        }
        byte[] safe = new byte[path.length + 2];
        safe[0] = '.';
        safe[1] = '/';
        System.arraycopy(path, 0, safe, 2, path.length);
        return safe;
    }
}
