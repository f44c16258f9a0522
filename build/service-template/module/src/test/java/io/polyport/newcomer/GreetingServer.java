package io.polyport.newcomer;

import io.polyport.kit.fixtures.Pattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that greets whoever is named, on a free port of loopback; whoever is called {@code large} gets many bytes. */
final class GreetingServer implements AutoCloseable {
    private static final int PIECE = 65_536;

    private final ServerSocket listener;
    private final long size;
    private final long seed;

    private GreetingServer(ServerSocket listener, long size, long seed) {
        this.listener = listener;
        this.size = size;
        this.seed = seed;
    }

    static GreetingServer start(long size, long seed) throws IOException {
        var server = new GreetingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), size, seed);
        Thread.ofVirtual().name("greeting-server").start(server::accept);
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket caller = listener.accept();
                Thread.ofVirtual().name("greeting").start(() -> greet(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void greet(Socket caller) {
        try (caller;
                var lines = new BufferedReader(
                        new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
            String name = lines.readLine();
            if ("large".equals(name)) {
                for (long at = 0; at < size; at += PIECE) {
                    caller.getOutputStream()
                            .write(Pattern.bytes(seed, at, (int) Math.min(PIECE, size - at))
                                    .getBytes());
                }
            } else {
                caller.getOutputStream().write(("Hello, " + name + "!\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException left) {
            // The caller has heard enough.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
