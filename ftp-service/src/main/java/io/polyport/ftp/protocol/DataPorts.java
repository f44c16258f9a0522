package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpRoute;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The ports of a range, each tried once, beginning anywhere, without those that this program uses. */
final class DataPorts {
    /** So long after it was told a port a server may still connect to it, and must not meet somebody else's transfer. */
    private static final Duration QUARANTINE = Duration.ofMinutes(2);

    /**
     * Ports in use, each with the time ({@link System#nanoTime}) at which it is free again. Two servers of one Vert.x on
     * the same port would share it and get each other's connections.
     */
    private static final Map<Integer, Long> TAKEN = new ConcurrentHashMap<>();

    private static final long IN_USE = Long.MIN_VALUE;

    private final int lowest;
    private final int size;
    private final int first;
    private int tried;

    private DataPorts(int lowest, int size) {
        this.lowest = lowest;
        this.size = size;
        this.first = ThreadLocalRandom.current().nextInt(size);
    }

    static DataPorts of(FtpRoute.CallBack range) {
        return new DataPorts(range.lowestPort(), range.highestPort() - range.lowestPort() + 1);
    }

    /** A port, 0 for any; null when none is left. */
    Lease next() {
        while (tried < size) {
            int port = lowest + (first + tried++) % size;
            if (port == 0 || take(port)) {
                return new Lease(port);
            }
        }
        return null;
    }

    private static boolean take(int port) {
        long now = System.nanoTime();
        boolean[] mine = new boolean[1];
        TAKEN.compute(port, (key, until) -> {
            mine[0] = until == null || (until != IN_USE && now - until > 0);
            return mine[0] ? IN_USE : until;
        });
        return mine[0];
    }

    /** @param port is nobody else's in this program until it is given back, once */
    record Lease(int port) {
        void giveBack() {
            TAKEN.remove(port);
        }

        /** After a server was told of it that has not connected. */
        void giveBackLater() {
            if (port != 0) {
                TAKEN.put(port, System.nanoTime() + QUARANTINE.toNanos());
            }
        }
    }
}
