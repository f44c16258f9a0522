package io.polyport.system.transfers;

import java.time.Duration;
import java.util.Locale;

/**
 * How much is moved.
 *
 * @param file bytes of the one large file
 * @param slowed how long its reader takes {@link #SLOW} bytes a second
 * @param transfers how many there are at once
 * @param transfer bytes of each of them
 * @param readers how many stop reading, for each service
 * @param goingOn how many of them go on reading in the end; the others leave
 * @param read bytes of what each of them reads: more than the kernel takes from the gateway for one connection
 * @param beside bytes of the transfers that go on beside them
 */
record Scale(
        long file, Duration slowed, int transfers, long transfer, int readers, int goingOn, long read, long beside) {
    static final long MIB = 1L << 20;

    /** Bytes a second of a reader who is slowed. */
    static final long SLOW = MIB;

    /** As much as every build has time for. */
    static final Scale SHORT = new Scale(128 * MIB, Duration.ofSeconds(3), 200, MIB, 30, 5, 8 * MIB, 16 * MIB);

    /** The whole. */
    static final Scale WHOLE = new Scale(3_072 * MIB, Duration.ofSeconds(20), 200, 4 * MIB, 60, 60, 8 * MIB, 256 * MIB);

    /** One file only, as large as any that was promised to go through. */
    static final Scale LARGEST = new Scale(10_240 * MIB, Duration.ofSeconds(20), 0, 0, 0, 0, 0, 0);

    /** Says how much of the whole was moved, and where the whole is. */
    String share(long moved, long whole) {
        return moved == whole
                ? mib(moved)
                : String.format(
                        Locale.ROOT,
                        "%s of %s (%d %%; the whole in make test-long)",
                        mib(moved),
                        mib(whole),
                        100 * moved / whole);
    }

    static String mib(long bytes) {
        return bytes / MIB + " MiB";
    }
}
