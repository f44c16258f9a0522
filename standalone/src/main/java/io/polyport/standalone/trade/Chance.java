package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Draws that are the same in every run. Each part of the base has its own, so that a change of one leaves the others alone. */
final class Chance {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final int RANDOM_BITS = 12;
    private static final long BEGINNING =
            TradeKeys.FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();

    private final SplittableRandom random;
    private long keys;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A UUID of version 7 (RFC 9562 §5.7), each greater than the one before: so the indexes grow at their end. */
    UUID key() {
        long high = ((BEGINNING + keys++) << (RANDOM_BITS + 4)) | VERSION | random.nextInt(1 << RANDOM_BITS);
        return new UUID(high, (random.nextLong() >>> 2) | VARIANT);
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
