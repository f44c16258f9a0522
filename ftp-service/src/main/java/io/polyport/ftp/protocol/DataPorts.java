package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpRoute;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The ports of a range, each tried once, beginning anywhere, without those that this program uses. */
final class DataPorts {
    /** Two servers of one Vert.x on the same port share it and get each other's connections: so none is used twice. */
    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

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
            if (port == 0 || TAKEN.add(port)) {
                return new Lease(port);
            }
        }
        return null;
    }

    /** @param port is nobody else's in this program until it is given back, once */
    record Lease(int port) {
        void giveBack() {
            TAKEN.remove(port);
        }
    }
}
