package io.polyport.grpc.protocol;

import java.util.concurrent.TimeUnit;

/** The value of {@code grpc-timeout}: at most eight digits and a unit. */
final class TimeoutHeader {
    private static final long MOST = 99_999_999;

    private TimeoutHeader() {}

    /** In the finest unit that has room; a time that is over is one nanosecond, since 0 is not a timeout to all servers. */
    static String of(long nanos) {
        long left = Math.max(1, nanos);
        if (left <= MOST) {
            return left + "n";
        }
        if (TimeUnit.NANOSECONDS.toMicros(left) <= MOST) {
            return TimeUnit.NANOSECONDS.toMicros(left) + "u";
        }
        if (TimeUnit.NANOSECONDS.toMillis(left) <= MOST) {
            return TimeUnit.NANOSECONDS.toMillis(left) + "m";
        }
        if (TimeUnit.NANOSECONDS.toSeconds(left) <= MOST) {
            return TimeUnit.NANOSECONDS.toSeconds(left) + "S";
        }
        return TimeUnit.NANOSECONDS.toMinutes(left) + "M";
    }
}
