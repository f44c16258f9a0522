package io.polyport.ftp.exchanges;

import io.polyport.ftp.files.NamePattern;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Our side of an exchange: where downloads go and reports come from (FT-37). */
sealed interface LocalSide permits FolderSide, FtpSide, CallbackSide {
    /** Makes what has to be there, and fails when it can't be used. */
    Future<Void> open();

    /** Whether a file or flag that nobody has consumed yet has this name. */
    Future<Boolean> isThere(String name);

    Future<Optional<Found>> look(String name);

    Future<List<Found>> find(NamePattern pattern);

    /**
     * Takes the whole content so that it outlives a crash, and shows nothing of it yet. {@code origin} is the file that it
     * comes from.
     */
    Future<Void> prepare(Piece piece, Found origin, ReadStream<Buffer> content);

    /** Shows what was prepared under its name; nothing happens when that was done before. */
    Future<Void> publish(Piece piece);

    /** Forgets what was prepared and not published. */
    Future<Void> discard(Piece piece);

    /** Lets {@code reader} have the content, paused. */
    <T> Future<T> reading(Found file, Function<ReadStream<Buffer>, Future<T>> reader);

    /** Whether the file is still the one that was read. */
    Future<Boolean> isSame(Found file);

    /** Removes what was sent; does nothing when it is gone. */
    Future<Void> remove(Found file);

    /** Moves it into a directory below. */
    Future<Void> setAside(String name, String directory);
}
