package io.polyport.system.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.system.house.Node;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One large file goes up, and comes down to a reader who is slow for a while. */
final class LargeFile {
    private static final Duration LIMIT = Duration.ofMinutes(25);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int KERNEL = 256 * 1024;

    /** Credit, the gateway's queue, and above all what the kernel keeps for three connections of this machine. */
    private static final long AHEAD = 16 * Scale.MIB;

    /** What the collectors may leave lying in a heap that is not full. */
    private static final long FLAT = 48 * Scale.MIB;

    private static final String NAME = "large.bin";

    private final SmallHouse house;
    private final Scale scale;
    private final Content content;

    private LargeFile(SmallHouse house, Scale scale) {
        this.house = house;
        this.scale = scale;
        this.content = new Content(3, scale.file());
    }

    /** What was measured. */
    static JsonObject run(Path folder, Scale scale) {
        System.out.println("moved up and down: " + scale.share(scale.file(), Scale.LARGEST.file()));
        try (var house = SmallHouse.start(folder, 1)) {
            var figures = new LargeFile(house, scale).upAndDown();
            System.out.println("measured: one large file over " + house.server() + " " + figures);
            house.memory().assertWithinLimit();
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject upAndDown() throws IOException {
        double up;
        try (var upload = Transfer.upload(house, NAME, content, KERNEL, Transfer.FULL)) {
            upload.awaitRight(LIMIT);
            up = upload.mibPerSecond();
        }
        content.assertIn(house.disk(NAME));
        var figures = new JsonObject()
                .put("largeFileMib", scale.file() / Scale.MIB)
                .put("server", house.server())
                .put("upMibPerSecond", Math.round(up));
        try (var download = Transfer.download(house, NAME, content, KERNEL, Transfer.FULL)) {
            download.rate(content.size() / 4, Scale.SLOW);
            download.awaitMoved(content.size() / 4, LIMIT);
            slow(download, figures);
            download.awaitRight(LIMIT);
            figures.put("downSeconds", (double) content.size() / Scale.MIB / download.mibPerSecond());
        }
        Files.delete(house.disk(NAME));
        house.assertIdle();
        return figures.put("largeFileHighestMib", house.memory().highestMib());
    }

    /** The reader is slow: the FTP server is held back with it, and nobody gathers what it does not take. */
    private void slow(Transfer download, JsonObject figures) {
        Node service = house.house().service(0);
        int mark = house.memory().mark();
        long read = download.moved();
        long fetched = service.bytesRead();
        long began = System.nanoTime();
        long until = began + scale.slowed().toNanos();
        long last = until + SOON.toNanos();
        long ahead = 0;
        // Longer on a machine that stood still meanwhile.
        while (System.nanoTime() < until || (download.moved() - read < Scale.SLOW && System.nanoTime() < last)) {
            ahead = Math.max(ahead, (service.bytesRead() - fetched) - (download.moved() - read));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        long moved = download.moved() - read;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        long growth = house.memory().growthSince(mark);
        figures.put("slowedSeconds", scale.slowed().toSeconds())
                .put("slowedReadMib", moved / Scale.MIB)
                .put("slowedAheadMib", ahead / Scale.MIB)
                .put("slowedGrowthMib", growth / Scale.MIB);
        assertThat(moved).as("bytes read while slowed").isBetween(Scale.SLOW, 2 * Scale.SLOW * seconds);
        assertThat(ahead)
                .as("bytes that the service fetched before they were read")
                .isLessThan(AHEAD);
        assertThat(growth)
                .as("by how much a process grew while the reader was slow")
                .isLessThan(FLAT);
        download.rate(Transfer.FULL);
        long before = download.moved();
        download.awaitMoved(Math.min(content.size(), before + AHEAD), SOON);
    }
}
