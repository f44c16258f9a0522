package io.polyport.gateway.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The WebSockets of one event loop, to tell them when the gateway leaves. */
final class OpenSockets {
    private final Set<RecordSocket> open = new HashSet<>();
    private boolean leaving;

    void add(RecordSocket socket) {
        open.add(socket);
        if (leaving) {
            socket.goAway();
        }
    }

    void remove(RecordSocket socket) {
        open.remove(socket);
    }

    /** Closes them all, and those that open from now on. */
    void goAway() {
        leaving = true;
        List.copyOf(open).forEach(RecordSocket::goAway);
    }
}
