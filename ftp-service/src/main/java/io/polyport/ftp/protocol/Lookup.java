package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.listing.ListingSettings;
import io.polyport.ftp.listing.ListingStream;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** What is at a path: by the cheapest command that the server has. Texts of replies are never read for meaning. */
final class Lookup {
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(?:\\.(\\d{1,9})\\d*)?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Vertx vertx;
    private final ControlChannel control;
    private final WorkingDirectory working;
    private final Directories directories;
    private final Charset charset;
    private final ServerSystem system;
    private final boolean machine;

    Lookup(
            Vertx vertx,
            ControlChannel control,
            WorkingDirectory working,
            Directories directories,
            Charset charset,
            ServerSystem system,
            boolean machine) {
        this.vertx = vertx;
        this.control = control;
        this.working = working;
        this.directories = directories;
        this.charset = charset;
        this.system = system;
        this.machine = machine;
    }

    Future<OptionalLong> size(FtpPath file) {
        if (file.isEmpty()) {
            return Future.succeededFuture(OptionalLong.empty());
        }
        return working.ask("SIZE", file).map(reply -> {
            String text = reply.code() == 213 ? reply.text() : "";
            return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        });
    }

    /** Null when the server does not tell. */
    Future<Instant> modified(FtpPath path) {
        return working.ask("MDTM", path).map(reply -> reply.code() == 213 ? time(reply.text()) : null);
    }

    /** Fails with {@code ftp.not-found} or {@code ftp.denied}. */
    Future<FtpEntry> stat(FtpPath path) {
        if (path.isEmpty()) {
            return directories
                    .canEnter(path)
                    .compose(entered -> entered || working.current() == null
                            ? Future.succeededFuture(entry(path, FtpEntry.Type.DIRECTORY, -1, null))
                            : Future.failedFuture(FtpProblems.DENIED.toException()));
        }
        return machine ? machineStat(path) : pieces(path);
    }

    /** Fails also with {@code ftp.wrong-kind}. */
    Future<Void> requireFile(FtpPath path) {
        return stat(path)
                .compose(entry -> entry.type() == FtpEntry.Type.DIRECTORY
                        ? Future.failedFuture(FtpProblems.WRONG_KIND.toException())
                        : Future.succeededFuture());
    }

    private Future<FtpEntry> machineStat(FtpPath path) {
        return working.ask("MLST", path).compose(reply -> {
            var facts = reply.code() == 250 && reply.lines().size() >= 2
                    ? ListingStream.machineEntry(reply.lines().get(1), charset)
                    : Optional.<FtpEntry>empty();
            if (facts.isPresent()) {
                return Future.succeededFuture(facts.get());
            }
            return reply.code() == 550 ? inParent(path) : pieces(path);
        });
    }

    private Future<FtpEntry> pieces(FtpPath path) {
        return size(path).compose(size -> {
            if (size.isPresent()) {
                return modified(path).map(time -> entry(path, FtpEntry.Type.FILE, size.getAsLong(), time));
            }
            return directories
                    .canEnter(path)
                    .compose(entered -> entered
                            ? modified(path).map(time -> entry(path, FtpEntry.Type.DIRECTORY, -1, time))
                            : inParent(path));
        });
    }

    /** By the listing of the directory it should be in. */
    private Future<FtpEntry> inParent(FtpPath path) {
        return directories.open(path.parent(), Future::succeededFuture).compose(opened -> {
            if (opened.listing() == null) {
                return Future.<Boolean>succeededFuture(opened.entered())
                        .compose(
                                entered -> entered ? Future.succeededFuture(true) : directories.canEnter(path.parent()))
                        .compose(entered -> Future.failedFuture(opened.refusal()
                                .problem(entered ? FtpProblems.DENIED : FtpProblems.NOT_FOUND, "listing")));
            }
            return find(opened, path);
        });
    }

    private Future<FtpEntry> find(Directories.Opened opened, FtpPath path) {
        byte[] name;
        try {
            name = path.last().encode(charset);
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("the path was sent before", e);
        }
        FtpEntry[] found = new FtpEntry[1];
        return read(opened.listing(), entry -> {
                    if (Arrays.equals(entry.rawName(), name)) {
                        found[0] = entry;
                    }
                })
                .compose(whole -> found[0] != null
                        ? Future.succeededFuture(found[0])
                        : Future.failedFuture(
                                FtpProblems.NOT_FOUND.toException("There is nothing named " + path + ".")));
    }

    /** Succeeds when every entry has been shown. */
    private Future<Void> read(FtpListing listing, Handler<FtpEntry> shown) {
        var entries = new ListingStream(vertx, listing.lines(), ListingSettings.of(listing, system.told(), charset));
        Promise<Void> whole = Promise.promise();
        entries.exceptionHandler(failed -> {
            listing.lines().abort();
            whole.tryFail(failed);
        });
        entries.endHandler(ended -> whole.tryComplete());
        entries.handler(shown);
        entries.resume();
        return whole.future();
    }

    /**
     * Why a command about this path was refused. A reply like 550 says all and nothing, so the server is asked what is
     * there; the other codes speak for themselves. Succeeds with the problem.
     */
    Future<ProblemException> whyRefused(Reply reply, String verb, FtpPath path) {
        if (!Set.of(450, 501, 550, 551, 553).contains(reply.code())) {
            return Future.succeededFuture(reply.problem(verb));
        }
        return stat(path)
                .compose(entry -> ofKind(reply, verb, path, entry), failed -> whyAbsent(failed, verb, path))
                .map(type -> reply.problem(type, verb))
                .otherwise(failed -> control.endReason() != null ? control.endReason() : reply.problem(verb));
    }

    private Future<ProblemType> ofKind(Reply reply, String verb, FtpPath path, FtpEntry entry) {
        boolean directory = entry.type() == FtpEntry.Type.DIRECTORY;
        boolean file = entry.type() == FtpEntry.Type.FILE;
        return switch (verb) {
            case "MKD", "RNTO" -> Future.succeededFuture(FtpProblems.EXISTS);
            case "RMD" -> file ? Future.succeededFuture(FtpProblems.WRONG_KIND) : emptiness(path);
            // 551 is no refusal of the path: the server had begun to write.
            case "STOR", "APPE" ->
                Future.succeededFuture(
                        directory
                                ? FtpProblems.WRONG_KIND
                                : reply.code() == 551 ? FtpProblems.STORE_FAILED : FtpProblems.DENIED);
            case "CWD", "MLSD", "LIST" -> Future.succeededFuture(file ? FtpProblems.WRONG_KIND : FtpProblems.DENIED);
            default ->
                Future.succeededFuture(directory && !verb.equals("RNFR") ? FtpProblems.WRONG_KIND : FtpProblems.DENIED);
        };
    }

    private Future<ProblemType> emptiness(FtpPath directory) {
        return directories.open(directory, Future::succeededFuture).compose(opened -> {
            if (opened.listing() == null) {
                return Future.succeededFuture(FtpProblems.DENIED);
            }
            boolean[] any = new boolean[1];
            return read(opened.listing(), entry -> any[0] = true)
                    .map(whole -> any[0] ? FtpProblems.NOT_EMPTY : FtpProblems.DENIED);
        });
    }

    private Future<ProblemType> whyAbsent(Throwable failed, String verb, FtpPath path) {
        if (!(failed instanceof ProblemException problem)) {
            return Future.failedFuture(failed);
        }
        if (!problem.problem().type().equals(FtpProblems.NOT_FOUND)) {
            return problem.problem().type().equals(FtpProblems.DENIED)
                    ? Future.succeededFuture(FtpProblems.DENIED)
                    : Future.failedFuture(failed);
        }
        boolean makes = verb.equals("MKD") || verb.equals("RNTO") || verb.equals("STOR") || verb.equals("APPE");
        if (!makes) {
            return Future.succeededFuture(FtpProblems.NOT_FOUND);
        }
        return directories.canEnter(path.parent()).map(entered -> entered ? FtpProblems.DENIED : FtpProblems.NOT_FOUND);
    }

    private FtpEntry entry(FtpPath path, FtpEntry.Type type, long size, Instant modified) {
        byte[] raw;
        try {
            raw = path.last().encode(charset);
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("the path was sent before", e);
        }
        String name = path.isEmpty() ? "" : new String(raw, charset);
        return new FtpEntry(raw, name, type, size, modified, ChronoUnit.SECONDS, null, null, null, null, "");
    }

    private static Instant time(String text) {
        var parts = TIME.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        try {
            String fraction = parts.group(7) == null ? "0" : (parts.group(7) + "00000000").substring(0, 9);
            return LocalDateTime.of(
                            number(parts.group(1)),
                            number(parts.group(2)),
                            number(parts.group(3)),
                            number(parts.group(4)),
                            number(parts.group(5)),
                            Math.min(59, number(parts.group(6))),
                            number(fraction))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
