package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeNames;
import io.polyport.ftp.files.NamePattern;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** A directory on this machine, or on a volume that several share. All work with files is done off the event loop. */
final class FolderSide implements LocalSide {
    private final Vertx vertx;
    private final Path root;
    private final Path directory;

    /** @param directory below the root, which no operation leaves */
    FolderSide(Vertx vertx, Path root, String directory) {
        this.vertx = vertx;
        this.root = root.toAbsolutePath().normalize();
        this.directory = this.root.resolve(directory).normalize();
    }

    @Override
    public Future<Void> open() {
        return blocking(() -> {
            Files.createDirectories(root);
            // Each of the way's directories is looked at before one is made in it.
            Path at = root.toRealPath();
            for (Path name : root.relativize(directory)) {
                at = at.resolve(name);
                if (Files.notExists(at, LinkOption.NOFOLLOW_LINKS)) {
                    make(at);
                }
                requireInside(at);
            }
            return null;
        });
    }

    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException others) {
            // Whoever brings the first report makes it, too, perhaps in this moment.
        }
    }

    @Override
    public Future<Boolean> isThere(String name) {
        return blocking(() -> Files.exists(place(name), LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public Future<Optional<Found>> look(String name) {
        return blocking(() -> found(place(name)));
    }

    @Override
    public Future<List<Found>> find(NamePattern pattern) {
        return blocking(() -> {
            var all = new ArrayList<Found>();
            try (var entries = Files.newDirectoryStream(real())) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (pattern.matches(name) && !name.startsWith(ExchangeNames.SPARE)) {
                        found(entry).ifPresent(all::add);
                    }
                }
            }
            return all;
        });
    }

    /** Links are not followed: they are nobody's report. */
    private static Optional<Found> found(Path file) throws IOException {
        try {
            var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return facts.isRegularFile()
                    ? Optional.of(new Found(
                            file.getFileName().toString(),
                            facts.size(),
                            facts.lastModifiedTime().toInstant().toString()))
                    : Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    @Override
    public Future<Void> prepare(Piece piece, Found origin, ReadStream<Buffer> content) {
        return blocking(() -> {
                    Path spare = place(piece.spare());
                    Files.deleteIfExists(spare);
                    return spare;
                })
                .compose(spare -> vertx.fileSystem()
                        .open(spare.toString(), new OpenOptions().setRead(false).setCreateNew(true)))
                .compose(open -> write(new CountedFile(open), content))
                .compose(bytes -> blocking(() -> {
                    requireOnDisk(place(piece.spare()), bytes);
                    return null;
                }))
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(problem(failure)));
    }

    /** Succeeds with the bytes that were given to the file, when every write has ended. */
    private static Future<Long> write(CountedFile file, ReadStream<Buffer> content) {
        return content.pipe()
                .endOnSuccess(false)
                .endOnFailure(false)
                .to(file)
                .transform(done -> file.close()
                        .transform(closed -> done.failed()
                                ? Future.failedFuture(done.cause())
                                : closed.failed()
                                        ? Future.failedFuture(closed.cause())
                                        : Future.succeededFuture(file.bytes())));
    }

    /** What is shown later has to be on the disk by then, all of it, and its name, too. */
    private void requireOnDisk(Path spare, long bytes) throws IOException {
        long written = Files.size(spare);
        if (written != bytes) {
            throw ExchangeProblems.LOCAL.toException(
                    "Of " + bytes + " bytes " + written + " are on the disk. " + ExchangeProblems.LOCAL.advice());
        }
        try (var channel = FileChannel.open(spare, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        keep(real());
    }

    @Override
    public Future<Void> publish(Piece piece) {
        return blocking(() -> {
            Path real = real();
            Path spare = real.resolve(piece.spare());
            if (Files.exists(spare, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(spare, real.resolve(piece.name()), StandardCopyOption.ATOMIC_MOVE);
            }
            keep(real);
            return null;
        });
    }

    /** The names in a directory are on the disk only after this. */
    private static void keep(Path real) throws IOException {
        try (var channel = FileChannel.open(real, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Future<Void> discard(Piece piece) {
        return delete(piece.spare());
    }

    @Override
    public Future<Boolean> isSame(Found file) {
        return look(file.name()).map(now -> now.map(file::same).orElse(false));
    }

    @Override
    public Future<Void> remove(Found file) {
        return delete(file.name());
    }

    @Override
    public <T> Future<T> reading(Found file, Function<ReadStream<Buffer>, Future<T>> reader) {
        return blocking(() -> {
                    Path path = place(file.name());
                    if (found(path).isEmpty()) {
                        throw new NoSuchFileException(file.name());
                    }
                    // Somebody may have put a link there since.
                    return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                })
                .compose(channel -> read(channel, reader));
    }

    private <T> Future<T> read(FileChannel channel, Function<ReadStream<Buffer>, Future<T>> reader) {
        var content = new FileContent(vertx, channel);
        return Uses.guarded(() -> reader.apply(content))
                .eventually(() -> content.stop()
                        .compose(stopped -> blocking(() -> {
                            channel.close();
                            return null;
                        }))
                        .otherwiseEmpty());
    }

    private Future<Void> delete(String name) {
        return blocking(() -> {
            Files.deleteIfExists(place(name));
            keep(real());
            return null;
        });
    }

    @Override
    public Future<Void> setAside(String name, String aside) {
        return blocking(() -> {
            Path from = place(name);
            if (Files.notExists(from, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            Path into = requireInside(real().resolve(aside));
            Path to = into.resolve(name);
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                to = into.resolve(Archived.name(name));
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return null;
        });
    }

    private Path place(String name) throws IOException {
        return real().resolve(name);
    }

    /** Asked for anew each time: somebody may have put a link in its place. */
    private Path real() throws IOException {
        return requireInside(directory);
    }

    private Path requireInside(Path path) throws IOException {
        Path real = path.toRealPath();
        if (!real.startsWith(root.toRealPath()) || !Files.isDirectory(real)) {
            throw ExchangeProblems.OUTSIDE.toException(
                    "'" + root.relativize(path.toAbsolutePath().normalize()) + "' leads out of the exchange folder. "
                            + ExchangeProblems.OUTSIDE.advice());
        }
        return real;
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false).recover(failure -> Future.failedFuture(problem(failure)));
    }

    /** What the operating system said, without the paths of this machine. */
    private static Throwable problem(Throwable failure) {
        if (failure instanceof ProblemException) {
            return failure;
        }
        Throwable cause = failure.getCause() instanceof IOException inner ? inner : failure;
        String what = cause instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : cause.getClass().getSimpleName();
        if (!(cause instanceof IOException)) {
            return failure;
        }
        return new ProblemException(
                io.polyport.kit.problem.Problem.of(
                        ExchangeProblems.LOCAL, what + ". " + ExchangeProblems.LOCAL.advice()),
                failure);
    }
}
