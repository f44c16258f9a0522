package io.polyport.system.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One gateway is fed by two services while the readers of most downloads have stopped. */
final class StoppedReaders {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SERVICES = 2;
    private static final int KERNEL = 32 * 1024;
    private static final int SMALL_CALLS = 100;
    private static final long SMALL_CALL_MILLIS = 1_000;
    /** Whoever is held up is so each time; a machine that stands still for a moment is not. */
    private static final int TRIES = 4;

    /** MiB a second that a download reaches on any machine unless it waits for timers instead of bytes. */
    private static final long NOT_STARVED = 1;

    private static final String READ = "read.bin";
    private static final String BESIDE = "beside.bin";

    private final SmallHouse house;
    private final Scale scale;
    private final Content read;
    private final Content beside;

    private StoppedReaders(SmallHouse house, Scale scale) {
        this.house = house;
        this.scale = scale;
        this.read = new Content(60, scale.read());
        this.beside = new Content(61, scale.beside());
    }

    /** What was measured. */
    static JsonObject run(Path folder, Scale scale) {
        System.out.println(SERVICES + " x " + scale.readers() + " readers who stop, going on then: "
                + scale.share(
                        (long) SERVICES * scale.goingOn() * scale.read(),
                        (long) SERVICES * Scale.WHOLE.goingOn() * Scale.WHOLE.read()));
        try (var house = SmallHouse.start(folder, SERVICES)) {
            var figures = new StoppedReaders(house, scale).stopAndGoOn();
            System.out.println("measured: stopped readers over " + house.server() + " " + figures);
            house.memory().assertWithinLimit();
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject stopAndGoOn() {
        read.write(house.disk(READ));
        beside.write(house.disk(BESIDE));
        var figures = new JsonObject().put("stoppedReaders", SERVICES * scale.readers());
        beside(); // the compilers' time belongs to neither side
        double aloneRate = beside();
        long alone = slowestSmallCall();
        var stopped = new ArrayList<Transfer>();
        try {
            Transfer.openAll(
                    SERVICES * scale.readers(),
                    i -> Transfer.download(house, READ, read, KERNEL, 1),
                    stopped,
                    transfers -> transfers.stream().allMatch(transfer -> transfer.moved() > 0));
            assertThat(house.callsInFlight()).allMatch(calls -> calls >= scale.readers() / 2);
            long small = slowestSmallCall();
            for (int i = 1; i < TRIES && small >= SMALL_CALL_MILLIS; i++) {
                small = slowestSmallCall();
            }
            double besideRate = beside();
            for (int i = 1; i < TRIES && besideRate < NOT_STARVED; i++) {
                besideRate = beside();
            }
            figures.put("smallCallSlowestMillisAlone", alone)
                    .put("smallCallSlowestMillisBesideStopped", small)
                    .put("downMibPerSecondAlone", Math.round(aloneRate))
                    .put("downMibPerSecondBesideStopped", Math.round(besideRate));
            assertThat(small).as("milliseconds of the slowest small call").isLessThan(SMALL_CALL_MILLIS);
            assertThat(besideRate).as("MiB a second of a download beside").isGreaterThanOrEqualTo(NOT_STARVED);
            // Those whose answers are here may only just be ending.
            Eventually.value(
                    SOON,
                    "calls that stand",
                    () -> house.callsInFlight().stream().mapToInt(each -> each).sum(),
                    sum -> sum == stopped.size());
            List<Transfer> goingOn = stopped.subList(0, SERVICES * scale.goingOn());
            goingOn.forEach(Transfer::goOn);
            goingOn.forEach(transfer -> transfer.awaitRight(LIMIT));
        } finally {
            stopped.forEach(Transfer::close);
        }
        house.assertIdle();
        return figures.put("stoppedHighestMib", house.memory().highestMib());
    }

    /** MiB a second of a download, all bytes right, and then of nothing else: an upload has to work, too. */
    private double beside() {
        try (var download = Transfer.download(house, BESIDE, beside, 8 * KERNEL, Transfer.FULL);
                var upload = Transfer.upload(
                        house, "up-" + System.nanoTime(), new Content(62, Scale.MIB), KERNEL, Transfer.FULL)) {
            upload.awaitRight(LIMIT);
            download.awaitRight(LIMIT);
            return download.mibPerSecond();
        }
    }

    private long slowestSmallCall() {
        HouseClient client = house.house().client();
        long slowest = 0;
        for (int i = 0; i < SMALL_CALLS; i++) {
            String path = i % 2 == 0 ? House.LIGHT : House.BOX + "/entries/" + READ;
            long began = System.nanoTime();
            assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
            slowest = Math.max(slowest, System.nanoTime() - began);
        }
        return TimeUnit.NANOSECONDS.toMillis(slowest);
    }
}
