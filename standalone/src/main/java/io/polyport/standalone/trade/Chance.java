package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Draws that are the same in every run. Each part of the base has its own, so that a change of one leaves the others alone. */
final class Chance {
    private static final long VERSION = 0x1000L;
    private static final long VARIANT = 0x8000000000000000L;
    /** Of a node without a network card, so that it is nobody's. */
    private static final long NO_CARD = 0x010000000000L;

    private static final LocalDate CALENDAR = LocalDate.of(1582, 10, 15);
    private static final long TICKS_OF_DAY = 864_000_000_000L;
    private static final long TICKS_OF_MILLISECOND = 10_000;
    private static final int RANDOM_BITS = 12;
    /** Its last 32 bits, which a key begins with, are zero: counted on from here, they don't come round. */
    private static final long BEGINNING =
            (ChronoUnit.DAYS.between(CALENDAR, TradeKeys.FIRST_DAY) * TICKS_OF_DAY) >>> Integer.SIZE << Integer.SIZE;

    private final SplittableRandom random;
    private long keys;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * A UUID of version 1 (RFC 9562 §5.1), as 1C:Enterprise makes them and clients expect them. Each is greater than the one
     * before: so the indexes grow at their end.
     */
    UUID key() {
        long ticks = BEGINNING + keys++ * TICKS_OF_MILLISECOND + random.nextInt(1 << RANDOM_BITS);
        long high = ticks << 32 | (ticks >>> 32 & 0xFFFF) << 16 | VERSION | ticks >>> 48;
        return new UUID(high, random.nextLong() >>> 2 | VARIANT | NO_CARD);
    }

    /** Both ends belong to it. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** From one to eight, more often few than many. */
    int few() {
        return Math.min(between(1, 8), between(1, 8));
    }

    boolean in(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** An amount between two whole ones, to the hundredth. */
    BigDecimal money(int least, int most) {
        return BigDecimal.valueOf(random.nextLong(least * 100L, most * 100L + 1), 2);
    }

    String digits(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(i == 0 ? 1 : 0, 10)));
        }
        return text.toString();
    }
}
