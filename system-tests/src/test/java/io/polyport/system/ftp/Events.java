package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A reader of a transfer's server-sent events. */
final class Events {
    /** One of them. */
    record Event(String id, JsonObject data) {}

    private final Socket socket;
    private final List<Event> all = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private Events(Socket socket) {
        this.socket = socket;
    }

    /** @param last id of the last event that is known, empty for none */
    static Events open(Rest caller, String id, String last) throws IOException {
        URI url = caller.request("/transfers/" + id).build().uri();
        var events = new Events(new Socket(url.getHost(), url.getPort()));
        String known = last.isEmpty() ? "" : "Last-Event-ID: " + last + "\r\n";
        events.socket
                .getOutputStream()
                .write(("GET " + url.getPath()
                                + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                                + caller.token() + "\r\n" + known + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var reader = new BufferedReader(new InputStreamReader(events.socket.getInputStream(), StandardCharsets.UTF_8));
        assertThat(reader.readLine()).startsWith("HTTP/1.1 200");
        Thread.ofVirtual().start(() -> events.read(reader));
        return events;
    }

    private void read(BufferedReader reader) {
        String id = "";
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    all.add(new Event(id, new JsonObject(line.substring(6))));
                } else if (line.equals("0")) {
                    ended = true;
                    return;
                }
            }
        } catch (IOException left) {
            // The reader has closed it.
        }
    }

    List<Event> all() {
        return List.copyOf(all);
    }

    /** Whether the answer has come to its proper end. */
    boolean isEnded() {
        return ended;
    }

    void leave() throws IOException {
        socket.close();
    }
}
