package io.polyport.system.transfers;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Many transfers at once, down and then up; all of them are under way before the first one may end. */
final class ManyAtOnce {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int KERNEL = 32 * 1024;
    private final SmallHouse house;
    private final Scale scale;
    private final List<Content> contents;

    private ManyAtOnce(SmallHouse house, Scale scale) {
        this.house = house;
        this.scale = scale;
        this.contents = IntStream.range(0, scale.transfers())
                .mapToObj(i -> new Content(1_000L + i, scale.transfer()))
                .toList();
    }

    /** What was measured. */
    static JsonObject run(Path folder, Scale scale) {
        System.out.println("moved each way, " + scale.transfers() + " times at once: "
                + scale.share(scale.transfer(), Scale.WHOLE.transfer()));
        try (var house = SmallHouse.start(folder, 1)) {
            var figures = new ManyAtOnce(house, scale).downAndUp();
            System.out.println(
                    "measured: " + scale.transfers() + " transfers at once over " + house.server() + " " + figures);
            house.memory().assertWithinLimit();
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject downAndUp() throws IOException {
        var figures =
                new JsonObject().put("manyAtOnce", scale.transfers()).put("manyMibEach", scale.transfer() / Scale.MIB);
        for (int i = 0; i < contents.size(); i++) {
            contents.get(i).write(house.disk("down-" + i));
        }
        // What is left of a small answer may lie in the kernel: only the callers know that none has ended.
        long down = together(
                i -> Transfer.download(house, "down-" + i, contents.get(i), KERNEL, 1),
                transfers -> transfers.stream().allMatch(transfer -> transfer.moved() > 0));
        figures.put("manyDownMibPerSecond", rate(down));
        long up = together(
                i -> Transfer.upload(house, "up-" + i, contents.get(i), KERNEL, KERNEL),
                transfers -> house.callsInFlight().getFirst() == transfers.size());
        figures.put("manyUpMibPerSecond", rate(up));
        for (int i = 0; i < contents.size(); i++) {
            contents.get(i).assertIn(house.disk("up-" + i));
            Files.delete(house.disk("up-" + i));
            Files.delete(house.disk("down-" + i));
        }
        house.assertIdle();
        return figures.put("manyHighestMib", house.memory().highestMib());
    }

    /** Nanoseconds from the moment at which all of them stand in the middle until the last one is over. */
    private long together(IntFunction<Transfer> opening, Predicate<List<Transfer>> underWay) {
        var transfers = new ArrayList<Transfer>();
        try {
            Transfer.openAll(scale.transfers(), opening, transfers, underWay);
            long began = System.nanoTime();
            transfers.forEach(Transfer::goOn);
            transfers.forEach(transfer -> transfer.awaitRight(LIMIT));
            return System.nanoTime() - began;
        } catch (AssertionError wrong) {
            throw new AssertionError(wrong.getMessage() + "\n" + house.troubles(), wrong);
        } finally {
            transfers.forEach(Transfer::close);
        }
    }

    private long rate(long nanos) {
        return scale.transfers() * scale.transfer() / Scale.MIB * 1_000 / Math.max(1, nanos / 1_000_000);
    }
}
