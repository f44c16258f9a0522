package io.polyport.system.transfers;

import io.polyport.system.house.House;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One HTTP/1.1 exchange over a plain socket with small buffers, so that nothing on the caller's side takes bytes that the
 * caller has not read, or offers bytes that it has not sent.
 */
final class Wire implements Closeable {
    private static final int CONNECT_MILLIS = 10_000;
    /** Longer than any pause of a healthy house, shorter than a test's patience. */
    private static final int SILENCE_MILLIS = 90_000;

    private static final int LARGEST_HEAD = 32 * 1024;

    private final Socket socket = new Socket();
    private final House house;

    /** The head of an answer. */
    record Head(int status, long length, String text) {}

    /** @param buffer bytes that the kernel may hold for this side, roughly */
    Wire(House house, int buffer) throws IOException {
        this.house = house;
        socket.setReceiveBufferSize(buffer);
        socket.setSendBufferSize(buffer);
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), house.port(0)), CONNECT_MILLIS);
    }

    /** @param more further header lines */
    void request(String method, String path, String... more) throws IOException {
        var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
                .append("Authorization: Bearer " + house.client().token() + "\r\n");
        for (String line : more) {
            text.append(line).append("\r\n");
        }
        out().write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** Reads exactly to the end of the head. */
    Head head() throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            int next = in().read();
            if (next < 0 || text.length() > LARGEST_HEAD) {
                throw new EOFException("no head of an answer, but: " + text);
            }
            text.append((char) next);
        }
        long length = Stream.of(text.toString().split("\r\n"))
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(-1);
        return new Head(Integer.parseInt(text.substring(9, 12)), length, text.toString());
    }

    /** What is left until the far side ends the connection. */
    String rest() throws IOException {
        return new String(in().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
