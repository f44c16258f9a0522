package io.polyport.system.uploads;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;

/** One upload that is cut: how it is sent, and what may stand under its name. */
final class CutUpload {
    private static final Duration RESUMED = Duration.ofSeconds(90);
    private static final int LEAST = 20_000;
    private static final int MOST = 300_000;
    private static final int PIECE = 4 * 1024;

    private final String name;
    private final Path file;
    private final byte[] content;
    private final byte[] old;
    private final boolean resumable;
    private final long pause;
    private final int cut;
    private volatile String id;
    private volatile boolean answered;
    private volatile boolean wasCut;

    /** @param seconds that it takes to send the whole; {@code callerCuts}: the caller hangs up at a random byte */
    CutUpload(int number, Path folder, Random random, double seconds, boolean callerCuts) {
        this.name = "file-" + number;
        this.file = folder.resolve(name);
        this.content =
                Pattern.bytes(number, 0, LEAST + random.nextInt(MOST - LEAST)).getBytes();
        this.resumable = random.nextBoolean();
        this.old = random.nextBoolean()
                ? Pattern.bytes(-number - 1L, 0, 1 + random.nextInt(LEAST - 1)).getBytes()
                : null;
        int pieces = content.length / PIECE + 1;
        this.pause = (long) (seconds * 1e9 * random.nextDouble() / pieces);
        this.cut = callerCuts ? random.nextInt(content.length) : -1;
        prepare();
    }

    private void prepare() {
        try {
            if (old != null) {
                Files.setPosixFilePermissions(Files.write(file, old), PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean wasCut() {
        return wasCut;
    }

    /** The first try, which may be cut anywhere. */
    void send(CutCaller caller) {
        var sending = new CutCaller.Sending(content, 0, pause, cut);
        if (!resumable) {
            answered = caller.call("PUT", "/box/files/" + name, "", sending).isGood();
        } else {
            begin(caller);
            answered = id != null
                    && caller.call("PATCH", "/uploads/" + id, "Upload-Offset: 0\r\n", sending)
                            .isGood()
                    && complete(caller);
        }
        wasCut = !answered;
    }

    private void begin(CutCaller caller) {
        var order = new JsonObject().put("path", name).put("length", content.length);
        var begun = caller.call("POST", "/box/uploads", order.encode());
        if (begun.status() == 201) {
            id = new JsonObject(begun.body()).getString("id");
        }
    }

    private boolean complete(CutCaller caller) {
        return caller.call("POST", "/uploads/" + id + ":complete", "").isGood();
    }

    /** A resumable one goes on until it is done, whatever is there to do so. */
    void goOn(CutCaller caller) {
        if (resumable && !answered) {
            Eventually.holds(RESUMED, name + " is complete", () -> {
                if (id == null) {
                    begin(caller);
                }
                return id != null && rest(caller);
            });
            answered = true;
        }
    }

    private boolean rest(CutCaller caller) {
        long offset = caller.call("HEAD", "/uploads/" + id, "").number("upload-offset");
        if (offset >= 0 && offset < content.length) {
            caller.call(
                    "PATCH",
                    "/uploads/" + id,
                    "Upload-Offset: " + offset + "\r\n",
                    CutCaller.Sending.whole(content, (int) offset));
        }
        return offset >= 0 && complete(caller);
    }

    /** What is wrong with what stands under the name now; empty when nothing is. A half file is never right. */
    String faultNow() {
        try {
            byte[] found = Files.readAllBytes(file);
            return Arrays.equals(found, content) || Arrays.equals(found, old)
                    ? ""
                    : name + " has " + found.length + " bytes that are neither the old nor the new ones";
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same when all has ended. */
    String faultInTheEnd() {
        try {
            var allowed = answered ? Set.of("new") : old == null ? Set.of("new", "none") : Set.of("new", "old");
            String is = !Files.exists(file)
                    ? "none"
                    : Arrays.equals(Files.readAllBytes(file), content)
                            ? "new"
                            : Arrays.equals(Files.readAllBytes(file), old) ? "old" : "broken";
            return allowed.contains(is) ? "" : this + ": " + is + " instead of " + allowed;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String toString() {
        return name + (resumable ? " (resumable" : " (plain") + (old == null ? ")" : ", replaces)");
    }
}
