package io.polyport.ftp.exchanges;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.files.NamePattern;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A directory on another FTP connection. */
final class FtpSide implements LocalSide {
    private final FtpFolder folder;
    private final FtpPath directory;

    FtpSide(FtpFolder folder, FtpPath directory) {
        this.folder = folder;
        this.directory = directory;
    }

    @Override
    public Future<Void> open() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> isThere(String name) {
        return folder.isThere(directory.child(name));
    }

    @Override
    public Future<Optional<Found>> look(String name) {
        return folder.look(directory.child(name));
    }

    @Override
    public Future<List<Found>> find(NamePattern pattern) {
        return folder.find(directory, pattern)
                .map(listed -> listed.stream().map(FtpFolder.Listed::found).toList());
    }

    @Override
    public Future<Void> prepare(Piece piece, Found origin, ReadStream<Buffer> content) {
        return folder.store(directory.child(piece.spare()), content).mapEmpty();
    }

    @Override
    public Future<Void> publish(Piece piece) {
        return folder.replace(
                directory.child(piece.spare()), directory.child(piece.name()), directory.child(piece.spare() + ".old"));
    }

    @Override
    public Future<Void> discard(Piece piece) {
        return folder.delete(directory.child(piece.spare()));
    }

    @Override
    public <T> Future<T> reading(Found file, Function<ReadStream<Buffer>, Future<T>> reader) {
        return folder.reading(directory.child(file.name()), reader);
    }

    @Override
    public Future<Boolean> isSame(Found file) {
        return look(file.name()).map(now -> now.map(file::same).orElse(false));
    }

    @Override
    public Future<Void> remove(Found file) {
        return folder.delete(directory.child(file.name()));
    }

    @Override
    public Future<Void> setAside(String name, String aside) {
        return folder.setAside(directory.child(name), directory.resolve(FtpPath.ofText(aside)), name);
    }
}
