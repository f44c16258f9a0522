package io.polyport.ftp.exchanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Our side of an exchange on a disk")
class FolderSideIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Piece PIECE = new Piece(".exchange-00", "POS.spr");
    private static final Found SOURCE = new Found("source", 5, "");
    /** The kernel refuses every write to a file of what runs so, as it does on a full disk. */
    private static final List<String> NO_ROOM = List.of("sh", "-c", "ulimit -f 0 && exec \"$0\" \"$@\"");

    @TempDir
    private Path folder;

    /** Takes a small file, and shows it when that went well, as downloads do. */
    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        var side = new FolderSide(vertx, Path.of(args[0]), "pos");
        side.prepare(PIECE, SOURCE, new OneGo(vertx, "goods"))
                .compose(ready -> side.publish(PIECE))
                .map("done")
                .otherwise(failure -> failure instanceof ProblemException known
                        ? known.problem().toString()
                        : failure.toString())
                .onSuccess(how -> {
                    System.out.println("told: " + how);
                    vertx.close();
                });
    }

    private Path arrange() throws IOException {
        Path pos = Files.createDirectories(folder.resolve("pos"));
        Files.writeString(pos.resolve("source"), "goods");
        return pos;
    }

    private String taken(List<String> prefix) {
        try (var child = JavaProcess.of(FolderSideIT.class)
                .under(prefix)
                .jvm("-XX:-UsePerfData")
                .arguments(folder.toString())
                .start()) {
            return child.awaitLine("told", LIMIT, line -> line.startsWith("told: "));
        }
    }

    @Test
    @DisplayName("FT-30 a file of which not all could be written is a failure, and nothing of it is shown")
    void noRoom() throws IOException {
        Path pos = Files.createDirectories(folder.resolve("pos"));
        assertThat(taken(NO_ROOM)).contains("ftp.exchange-local", "free space");
        assertThat(pos.resolve("POS.spr")).doesNotExist();
        assertThat(taken(List.of())).as("with room it goes").isEqualTo("told: done");
        assertThat(pos.resolve("POS.spr")).hasContent("goods");
    }

    @Test
    @DisplayName("FT-32 FT-37 a link that takes a report's place just before it is read is not followed")
    void links() throws Exception {
        Path pos = arrange();
        Path secret = Files.writeString(folder.resolve("secret"), "hush!");
        var over = new AtomicBoolean();
        Vertx vertx = Vertx.vertx();
        Thread swapping = Thread.ofPlatform().start(() -> swap(pos, secret, over));
        try {
            var side = new FolderSide(vertx, folder, "pos");
            for (int i = 0; i < 2_000; i++) {
                assertThat(Waiting.value(read(side), LIMIT)).isIn("goods", "refused");
            }
        } finally {
            over.set(true);
            swapping.join();
            Waiting.value(vertx.close(), LIMIT);
        }
    }

    private static void swap(Path pos, Path secret, AtomicBoolean over) {
        try {
            while (!over.get()) {
                Path link = Files.createSymbolicLink(pos.resolve("next"), secret);
                Files.move(link, pos.resolve("source"), StandardCopyOption.ATOMIC_MOVE);
                Path file = Files.writeString(pos.resolve("next"), "goods");
                Files.move(file, pos.resolve("source"), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static Future<String> read(FolderSide side) {
        return side.reading(SOURCE, FolderSideIT::text)
                .otherwise(failure -> failure instanceof ProblemException ? "refused" : failure.toString());
    }

    private static Future<String> text(ReadStream<Buffer> content) {
        var all = Buffer.buffer();
        io.vertx.core.Promise<String> whole = io.vertx.core.Promise.promise();
        content.handler(all::appendBuffer)
                .exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(all.toString()))
                .resume();
        return whole.future();
    }
}
