package io.polyport.ftp.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which servers resume TLS sessions by tickets only, or want TLS 1.3; all others are met with TLS 1.2 and session ids.
 * Any thread may ask. It forgets the servers that were not asked about for longest.
 */
final class TlsMemory {
    private static final int MOST = 1_000;

    private final Map<String, Boolean> tickets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized boolean wantsTickets(String server) {
        return tickets.getOrDefault(server, false);
    }

    synchronized void learn(String server, boolean wantsTickets) {
        if (wantsTickets) {
            tickets.put(server, true);
        } else {
            tickets.remove(server);
        }
    }
}
