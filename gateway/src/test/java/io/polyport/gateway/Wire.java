package io.polyport.gateway;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** An HTTP/1 client of bytes: sends exactly what it is told, and tells exactly what came. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    /** One answer; {@code complete} tells whether its body came to the end that its head had announced. */
    record Answer(
            int status,
            String version,
            Map<String, List<String>> headers,
            Buffer bytes,
            Map<String, List<String>> trailers,
            boolean complete) {
        byte[] body() {
            return bytes.getBytes();
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).map(List::getFirst);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    @SuppressWarnings("AddressSelection") // a literal
    static Wire to(int port) throws IOException {
        return connected(new Socket(), port);
    }

    /** Over TLS, believing whoever answers. */
    static Wire overTls(int port) throws IOException {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return connected(tls.getSocketFactory().createSocket(), port);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @SuppressWarnings("AddressSelection") // a literal
    private static Wire connected(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Wire(socket);
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Lines without their ends; an empty one ends the head. */
    Wire lines(String... lines) throws IOException {
        return send((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A request's head with a host, these lines, and its end. */
    Wire head(String requestLine, String... more) throws IOException {
        var lines = new ArrayList<>(List.of(requestLine, "Host: gateway.test"));
        lines.addAll(List.of(more));
        lines.add("");
        return lines(lines.toArray(String[]::new));
    }

    /** One chunk of a chunked body. */
    Wire chunk(byte[] bytes) throws IOException {
        lines(Integer.toHexString(bytes.length));
        return send(bytes).lines("");
    }

    Wire lastChunk() throws IOException {
        return lines("0", "");
    }

    /** The next answer to a request that was no HEAD. */
    Answer read() throws IOException {
        return read(true);
    }

    Answer read(boolean bodyExpected) throws IOException {
        String[] status = line().split(" ", 3);
        var headers = fields();
        int code = Integer.parseInt(status[1]);
        var body = new ByteArrayOutputStream();
        boolean bodyless = !bodyExpected || code < 200 || code == 204 || code == 304;
        Map<String, List<String>> trailers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        boolean complete = bodyless || readBody(headers, body, trailers);
        return new Answer(code, status[0], headers, Buffer.buffer(body.toByteArray()), trailers, complete);
    }

    private Map<String, List<String>> fields() throws IOException {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.computeIfAbsent(line.substring(0, colon), ignored -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return fields;
    }

    private boolean readBody(
            Map<String, List<String>> headers, ByteArrayOutputStream body, Map<String, List<String>> trailers) {
        try {
            if (headers.containsKey("transfer-encoding")) {
                for (int size = chunkSize(); size > 0; size = chunkSize()) {
                    copy(size, body);
                    line();
                }
                trailers.putAll(fields());
            } else if (headers.containsKey("content-length")) {
                copy(Integer.parseInt(headers.get("content-length").getFirst()), body);
            } else {
                in.transferTo(body);
            }
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private void copy(int length, ByteArrayOutputStream body) throws IOException {
        byte[] piece = new byte[8192];
        for (int left = length; left > 0; ) {
            int read = in.read(piece, 0, Math.min(left, piece.length));
            if (read < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            body.write(piece, 0, read);
            left -= read;
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Whether nothing comes for so long; false when a byte or the end came. */
    boolean isSilent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            in.mark(1);
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException nothing) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Waits for the far side's end of the connection; false when bytes came instead. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Leaves at once and roughly: the far side gets a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
