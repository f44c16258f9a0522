package io.polyport.ftp.protocol;

import io.polyport.ftp.ChecksumAlgorithm;
import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpListing;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A logged-in control connection: lets one call at a time through and turns replies into answers and problems. */
final class Session implements FtpSession {
    private final ContextInternal context;
    private final Info info;
    private final Commands commands;
    private final Transfers transfers;
    private final WorkingDirectory working;
    private final Directories directories;
    private final Lookup lookup;
    private final ServerSystem system;
    private final ServerChecksums checksums;
    private boolean busy;

    Session(
            ContextInternal context,
            Info info,
            Commands commands,
            Transfers transfers,
            WorkingDirectory working,
            Directories directories,
            Lookup lookup,
            ServerSystem system,
            ServerChecksums checksums) {
        this.context = context;
        this.info = info;
        this.commands = commands;
        this.transfers = transfers;
        this.working = working;
        this.directories = directories;
        this.lookup = lookup;
        this.system = system;
        this.checksums = checksums;
    }

    @Override
    public Info info() {
        return info.withSystem(system.told());
    }

    @Override
    public Future<String> system() {
        return alone(system::ask);
    }

    @Override
    public Future<ProblemException> ended() {
        return commands.control().ended();
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public Future<FtpPath> workingDirectory() {
        return alone(working::tell);
    }

    @Override
    public Future<FtpPath> changeDirectory(FtpPath directory) {
        return alone(() -> working.change(directory)
                .compose(reply -> reply.isPositive()
                        ? Future.succeededFuture(working.current() == null ? directory : working.current())
                        : refuse(reply, "CWD", directory)));
    }

    @Override
    public Future<Void> reset() {
        return alone(working::reset);
    }

    @Override
    public Future<FtpListing> list(FtpPath directory) {
        return untilOver(() -> directories.open(directory, this::release).compose(opened -> {
            if (!opened.isRefused()) {
                return Future.succeededFuture(opened.listing());
            }
            return opened.entered()
                    ? Future.failedFuture(opened.refusal().problem("LIST"))
                    : refuse(opened.refusal(), "LIST", directory);
        }));
    }

    @Override
    public Future<FtpEntry> stat(FtpPath path) {
        return alone(() -> lookup.stat(path));
    }

    @Override
    public Future<OptionalLong> size(FtpPath file) {
        return alone(() -> lookup.size(file));
    }

    @Override
    public Future<Instant> modified(FtpPath path) {
        return alone(() -> lookup.modified(path));
    }

    @Override
    public Future<FtpDownload> download(FtpPath file, long offset) {
        if (offset < 0) {
            return Future.failedFuture(new IllegalArgumentException("offset " + offset));
        }
        if (offset > 0 && transfers.asLines()) {
            return Future.failedFuture(
                    FtpProblems.UNSUPPORTED.toException(
                            "This connection's contents are lines (transfer-type: ascii), which can't be begun in the middle."));
        }
        return untilOver(() -> named(file)
                .compose(named -> known(file))
                .compose(size -> inRange(size, offset))
                .compose(size -> working.with(
                                file, seen -> transfers.begin("RETR", seen, offset), Transfers.Begun::isRefused)
                        .compose(begun -> begun.isRefused()
                                ? refuse(begun.reply(), "RETR", file)
                                : Future.succeededFuture(transfers.inbound(
                                        begun,
                                        size.isPresent() ? size.getAsLong() - offset : -1,
                                        (received, failed) -> release())))));
    }

    /** The bytes that a transfer of it has; nobody knows how many lines become. */
    private Future<OptionalLong> known(FtpPath file) {
        return transfers.asLines() ? Future.succeededFuture(OptionalLong.empty()) : lookup.size(file);
    }

    private static Future<OptionalLong> inRange(OptionalLong size, long offset) {
        if (size.isEmpty() || offset <= size.getAsLong()) {
            return Future.succeededFuture(size);
        }
        return Future.failedFuture(
                Problem.of(FtpProblems.RANGE).with("size", size.getAsLong()).toException());
    }

    @Override
    public Future<Stored> upload(FtpPath file, UploadMode mode, ReadStream<Buffer> content) {
        content.pause();
        String verb = mode == UploadMode.APPEND ? "APPE" : "STOR";
        return atHome(() -> named(file)
                .compose(named -> before(file, mode))
                .compose(before -> transfers
                        .begin(verb, file, 0)
                        .compose(begun -> begun.isRefused()
                                ? refuse(begun.reply(), verb, file)
                                : transfers
                                        .outbound(begun, content)
                                        .compose(sent -> sent.refusal() == null
                                                ? verified(file, before, sent.bytes())
                                                : refuse(sent.refusal(), verb, file)))));
    }

    @Override
    public Future<Stored> resume(FtpPath file, long offset, ReadStream<Buffer> content) {
        if (offset == 0) {
            return upload(file, UploadMode.STORE, content);
        }
        content.pause();
        return atHome(() -> named(file)
                .compose(named -> transfers.begin("STOR", file, offset))
                .transform(begun -> refusesRestart(begun.result(), begun.cause())
                        ? appendAt(file, offset)
                        : begun.succeeded()
                                ? Future.succeededFuture(begun.result())
                                : Future.<Transfers.Begun>failedFuture(begun.cause()))
                .compose(begun -> begun.isRefused()
                        ? refuse(begun.reply(), "STOR", file)
                        : transfers
                                .outbound(begun, content)
                                .compose(sent -> sent.refusal() == null
                                        ? verified(file, OptionalLong.of(offset), sent.bytes())
                                        : refuse(sent.refusal(), "STOR", file))));
    }

    /** ProFTPD refuses STOR after REST, or REST before it, with many a code unless it is told otherwise. */
    private boolean refusesRestart(Transfers.Begun begun, Throwable failure) {
        if (commands.control().endReason() != null) {
            return false;
        }
        return failure != null
                ? failure instanceof ProblemException
                : begun.isRefused()
                        && begun.reply().code() != 452
                        && begun.reply().code() != 552;
    }

    private Future<Transfers.Begun> appendAt(FtpPath file, long offset) {
        return known(file)
                .compose(size -> size.isPresent() && size.getAsLong() == offset
                        ? transfers.begin("APPE", file, 0)
                        : Future.failedFuture(FtpProblems.TRANSFER_CUT.toException(
                                "The file at the FTP server has changed meanwhile. Ask for its offset again.")));
    }

    /** The size to which an append adds, empty when unknown. */
    private Future<OptionalLong> before(FtpPath file, UploadMode mode) {
        return switch (mode) {
            case STORE -> Future.succeededFuture(OptionalLong.of(0));
            case APPEND -> known(file);
        };
    }

    /** A reply of 2xx alone has been seen over a truncated file, so the size is asked for. */
    private Future<Stored> verified(FtpPath file, OptionalLong before, long sent) {
        return known(file).compose(size -> {
            if (size.isEmpty() || (before.isEmpty() && size.getAsLong() != sent)) {
                return Future.succeededFuture(new Stored(sent, Verified.REPLY));
            }
            long expected = before.orElse(0) + sent;
            if (size.getAsLong() == expected) {
                return Future.succeededFuture(new Stored(sent, Verified.SIZE));
            }
            return Future.failedFuture(Problem.of(
                            FtpProblems.TRANSFER_CUT,
                            "The FTP server confirmed the upload, but the file has " + size.getAsLong()
                                    + " bytes instead of " + expected + ". Send it again.")
                    .with("size", size.getAsLong())
                    .with("sent", sent)
                    .toException());
        });
    }

    @Override
    public Future<Void> makeDirectory(FtpPath directory) {
        return simple("MKD", directory);
    }

    @Override
    public Future<Void> removeDirectory(FtpPath directory) {
        return simple("RMD", directory);
    }

    @Override
    public Future<Void> delete(FtpPath file) {
        return simple("DELE", file);
    }

    @Override
    public Future<Void> rename(FtpPath from, FtpPath to) {
        return atHome(() -> named(from)
                .compose(named -> named(to))
                .compose(named -> commands.ask("RNFR", from))
                .compose(ready -> ready.code() != 350
                        ? refuse(ready, "RNFR", from)
                        : commands.ask("RNTO", to)
                                .compose(done -> done.isPositive()
                                        ? Future.<Void>succeededFuture()
                                        : refuseMove(done, from, to))));
    }

    /** Some servers look at the old name only when they are told the new one. */
    private Future<Void> refuseMove(Reply reply, FtpPath from, FtpPath to) {
        return lookup.stat(from).compose(there -> refuse(reply, "RNTO", to), absent -> refuse(reply, "RNFR", from));
    }

    @Override
    public List<ChecksumAlgorithm> checksums() {
        return checksums.algorithms();
    }

    @Override
    public Future<Checksum> checksum(FtpPath file, ChecksumAlgorithm algorithm) {
        return atHome(() -> named(file)
                .compose(named -> lookup.size(file))
                .compose(size -> checksums.ask(file, algorithm, size))
                .compose(asked -> asked.sum().isPresent()
                        ? Future.succeededFuture(asked.sum().get())
                        // Which code says that there is no such file differs from server to server.
                        : lookup.requireFile(file).compose(there -> refuse(asked.reply(), "checksum", file))));
    }

    @Override
    public Future<CommandReply> command(String line) {
        return atHome(() -> new RawCommand(commands).run(line).onSuccess(said -> working.doubt()));
    }

    @Override
    public Future<Void> noop() {
        return alone(() -> commands.must("NOOP").mapEmpty());
    }

    @Override
    public Future<Void> quit() {
        var gone = FtpProblems.CONNECTION_LOST.toException("This connection was closed with QUIT.");
        return alone(() -> commands.ask("QUIT")).transform(any -> {
            end(gone);
            return Future.succeededFuture();
        });
    }

    @Override
    public void abort() {
        end(FtpProblems.CONNECTION_LOST.toException("This connection was closed by its owner."));
    }

    private void end(ProblemException reason) {
        commands.control().end(reason);
        transfers.closed(reason);
    }

    private Future<Void> simple(String verb, FtpPath path) {
        return atHome(() -> named(path)
                .compose(named -> commands.ask(verb, path))
                .compose(reply -> reply.isPositive() ? Future.<Void>succeededFuture() : refuse(reply, verb, path)));
    }

    private static Future<Void> named(FtpPath path) {
        return path.isEmpty()
                ? Future.failedFuture(FtpProblems.WRONG_KIND.toException(
                        "The path names the directory where it starts, and no file or directory in it."))
                : Future.succeededFuture();
    }

    private <T> Future<T> refuse(Reply reply, String verb, FtpPath path) {
        return transfers
                .bytes()
                .compose(ready -> lookup.whyRefused(reply, verb, path))
                .compose(Future::failedFuture);
    }

    /** Runs a call with the session for itself, and has it free before anyone sees the result. */
    private <T> Future<T> alone(Supplier<Future<T>> call) {
        return taken().compose(mine -> ready(call).transform(result -> {
            busy = false;
            return settled(result.succeeded(), result.result(), result.cause());
        }));
    }

    /** The same for a call that does more than look: with the server in the caller's directory. */
    private <T> Future<T> atHome(Supplier<Future<T>> call) {
        return alone(() -> working.home().compose(home -> call.get()));
    }

    /** The same for a call whose success begins a transfer, which frees the session by {@link #release}. */
    private <T> Future<T> untilOver(Supplier<Future<? extends T>> call) {
        return taken().compose(mine -> this.<T>ready(call).transform(result -> {
            busy = busy && result.succeeded();
            return settled(result.succeeded(), result.result(), result.cause());
        }));
    }

    /** The content before may have been lines. */
    private <T> Future<T> ready(Supplier<? extends Future<? extends T>> call) {
        return transfers.bytes().compose(set -> call.get().map(result -> (T) result));
    }

    private static <T> Future<T> settled(boolean succeeded, T value, Throwable cause) {
        return succeeded ? Future.succeededFuture(value) : Future.failedFuture(cause);
    }

    private Future<Void> release() {
        busy = false;
        return Future.succeededFuture();
    }

    private Future<Void> taken() {
        if (!context.nettyEventLoop().inEventLoop()) {
            return Future.failedFuture(new IllegalStateException("a session is used on its own event loop only"));
        }
        var reason = commands.control().endReason();
        if (reason != null) {
            return Future.failedFuture(reason);
        }
        if (busy) {
            return Future.failedFuture(FtpProblems.SESSION_BUSY.toException());
        }
        busy = true;
        return Future.succeededFuture();
    }
}
