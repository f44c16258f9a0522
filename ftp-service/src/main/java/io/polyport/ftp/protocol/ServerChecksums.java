package io.polyport.ftp.protocol;

import io.polyport.ftp.ChecksumAlgorithm;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.vertx.core.Future;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sums of files that the server makes: by HASH (draft-bryan-ftp-hash), where that has the algorithm, else by XSHA512, XCRC
 * and their like, which no document describes, or MD5 (draft-twine-ftpmd5). Only what the reply to FEAT names is asked for.
 */
final class ServerChecksums {
    private static final String HASH = "HASH";
    private static final Pattern HASHED = Pattern.compile("(\\S+) (\\d{1,18})-(\\d{1,18}) ([0-9A-Fa-f]+)(?: .*)?");
    private static final Pattern LAST_WORD = Pattern.compile("(?:.* )?([0-9A-Fa-f]+)");

    /** A slow disk reads so much in a second; a server that is slower than that is given up. */
    private static final long SLOWEST = 8L * 1024 * 1024;

    private static final int MOST_PRELIMINARY = 16;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Commands commands;
    private final Charset charset;
    private final Map<ChecksumAlgorithm, String> known;

    /** @param features of the server, whose {@link ServerFeatures#checksums} are asked for */
    ServerChecksums(Commands commands, Charset charset, ServerFeatures features) {
        this.commands = commands;
        this.charset = charset;
        this.known = features.checksums();
    }

    /** The algorithms that the server has, the strongest first, each with the command for it. */
    static Map<ChecksumAlgorithm, String> known(List<String> features) {
        var found = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
        for (String feature : features) {
            if (feature.toUpperCase(Locale.ROOT).startsWith(HASH + " ")) {
                Arrays.stream(feature.substring(HASH.length()).split(";"))
                        .map(name -> name.replace("*", "").strip())
                        .flatMap(name -> ChecksumAlgorithm.of(name).stream())
                        .forEach(algorithm -> found.put(algorithm, HASH));
            }
        }
        for (var algorithm : ChecksumAlgorithm.values()) {
            algorithm.commands().stream()
                    .filter(command -> names(features, command))
                    .findFirst()
                    .ifPresent(command -> found.putIfAbsent(algorithm, command));
        }
        return found;
    }

    /** Some servers describe the arguments right behind the name: {@code XMD5 filename;start;end}. */
    private static boolean names(List<String> features, String command) {
        return features.stream()
                .map(line -> line.toUpperCase(Locale.ROOT))
                .anyMatch(line ->
                        line.equals(command) || line.startsWith(command + " ") || line.startsWith(command + ";"));
    }

    List<ChecksumAlgorithm> algorithms() {
        return new ArrayList<>(known.keySet());
    }

    /** What came of asking: the sum, or the reply that refuses. */
    record Asked(Optional<FtpSession.Checksum> sum, Reply reply) {}

    /** @param size bytes of the file, for the time that reading it may take */
    Future<Asked> ask(FtpPath file, ChecksumAlgorithm algorithm, OptionalLong size) {
        String command = known.get(algorithm);
        if (command == null) {
            return Future.failedFuture(FtpProblems.NO_CHECKSUM.toException());
        }
        if (!command.equals(HASH) && holdsQuote(file.bytes())) {
            // These commands end a name at a quote, and what stands behind it means something else.
            return Future.failedFuture(FtpProblems.NO_CHECKSUM.toException(
                    "The FTP server's " + command + " can't be asked about a name with a quotation mark."));
        }
        Future<Reply> ready =
                command.equals(HASH) ? commands.ask("OPTS HASH " + algorithm.title()) : Future.succeededFuture(null);
        return ready.compose(chosen -> chosen != null && !chosen.isPositive()
                ? Future.succeededFuture(new Asked(Optional.empty(), chosen))
                : send(command, file, size).compose(reply -> read(command, algorithm, reply)));
    }

    private Future<Reply> send(String command, FtpPath file, OptionalLong size) {
        byte[] name;
        try {
            name = file.encode(charset);
        } catch (CharacterCodingException unsayable) {
            return commands.ask(command, file);
        }
        Future<Reply> reply = commands.ask(command, command.startsWith("X") ? quoted(name) : name);
        Duration time = commands.control().limits().reply().plus(reading(size));
        commands.control().hurry(time);
        return reply.compose(first -> last(command, first, time, 0));
    }

    /** Some servers say 1xx while they still read the file. */
    private Future<Reply> last(String command, Reply reply, Duration time, int before) {
        if (!reply.isPreliminary()) {
            return Future.succeededFuture(reply);
        }
        var control = commands.control();
        if (before == MOST_PRELIMINARY) {
            var endless = reply.problem(FtpProblems.PROTOCOL_ERROR, command);
            control.end(endless);
            return Future.failedFuture(endless);
        }
        Future<Reply> next = control.next();
        control.hurry(time);
        return next.compose(later -> commands.alive(command, later))
                .compose(later -> last(command, later, time, before + 1));
    }

    static Duration reading(OptionalLong size) {
        // Where nobody knows how large it is it may be as large as can be.
        Duration time = size.isPresent() ? Duration.ofSeconds(size.getAsLong() / SLOWEST) : LONGEST;
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }

    /** These commands may take a range behind the name, so that a blank in it ends it, if it isn't in quotes. */
    private static byte[] quoted(byte[] name) {
        boolean blank = false;
        for (byte each : name) {
            blank |= each == ' ';
        }
        if (!blank) {
            return name;
        }
        byte[] safe = Commands.shielded(name);
        byte[] quoted = new byte[safe.length + 2];
        quoted[0] = '"';
        System.arraycopy(safe, 0, quoted, 1, safe.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    private static boolean holdsQuote(byte[] name) {
        for (byte each : name) {
            if (each == '"') {
                return true;
            }
        }
        return false;
    }

    private static Future<Asked> read(String command, ChecksumAlgorithm algorithm, Reply reply) {
        if (!reply.isPositive()) {
            return Future.succeededFuture(new Asked(Optional.empty(), reply));
        }
        String last = reply.line(reply.lines().size() - 1).strip();
        return (command.equals(HASH) ? hashed(last, algorithm) : lastWord(last))
                .flatMap(hex -> whole(hex, algorithm))
                .map(hex -> new Asked(Optional.of(new FtpSession.Checksum(algorithm, hex, command)), reply))
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(FtpProblems.replied(
                        FtpProblems.PROTOCOL_ERROR,
                        "The FTP server's reply to " + command + " holds no " + algorithm.title()
                                + " of the whole file.",
                        reply.code(),
                        reply.text())));
    }

    /** {@code SHA-256 0-49 6ae8… name}; a range that does not begin at 0 is what an earlier RANG asked for. */
    private static Optional<String> hashed(String line, ChecksumAlgorithm wanted) {
        Matcher hashed = HASHED.matcher(line);
        return hashed.matches()
                        && ChecksumAlgorithm.of(hashed.group(1))
                                .filter(wanted::equals)
                                .isPresent()
                        && Long.parseLong(hashed.group(2)) == 0
                ? Optional.of(hashed.group(4))
                : Optional.empty();
    }

    private static Optional<String> lastWord(String line) {
        Matcher word = LAST_WORD.matcher(line);
        return word.matches() ? Optional.of(word.group(1)) : Optional.empty();
    }

    /** All digits of it; only sums of four bytes are told without the zeros in front. */
    private static Optional<String> whole(String hex, ChecksumAlgorithm algorithm) {
        int digits = algorithm.bytes() * 2;
        boolean fits = algorithm == ChecksumAlgorithm.CRC32 ? hex.length() <= digits : hex.length() == digits;
        return fits ? Optional.of("0".repeat(digits - hex.length()) + hex.toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
