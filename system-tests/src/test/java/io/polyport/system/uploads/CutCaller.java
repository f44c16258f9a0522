package io.polyport.system.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A caller over bare sockets, who may send slowly and may hang up at any byte. */
final class CutCaller {
    private static final int CHUNK = 4 * 1024;
    private static final int PATIENCE_MILLIS = 30_000;

    private final int port;
    private final String token;

    CutCaller(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** An answer; its status is 0 when there was none. */
    record Reply(int status, Map<String, String> headers, String body) {
        static final Reply NONE = new Reply(0, Map.of(), "");

        boolean isGood() {
            return status >= 200 && status < 300;
        }

        long number(String header) {
            return Long.parseLong(headers.getOrDefault(header, "-1"));
        }
    }

    /**
     * How a body is sent.
     *
     * @param from first byte of the content
     * @param pause between pieces of 4 KiB, in nanoseconds
     * @param cut so many bytes are sent before the connection is reset; -1: all, and the answer is waited for
     */
    @SuppressWarnings("ArrayRecordComponent") // only read
    record Sending(byte[] content, int from, long pause, int cut) {
        static Sending whole(byte[] content, int from) {
            return new Sending(content, from, 0, -1);
        }
    }

    Reply call(String method, String path, String headers, Sending sending) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            int length = sending.content().length - sending.from();
            socket.getOutputStream()
                    .write((method + " /api/v1/ftp" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
                                    + "Content-Length: " + length + "\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            if (pour(socket, sending)) {
                socket.setSoLinger(true, 0);
                return Reply.NONE;
            }
            return read(socket.getInputStream());
        } catch (IOException cut) {
            return Reply.NONE;
        }
    }

    Reply call(String method, String path, String json) {
        return call(
                method,
                path,
                "Content-Type: application/json\r\n",
                Sending.whole(json.getBytes(StandardCharsets.UTF_8), 0));
    }

    /** True when it has to be cut now. */
    private static boolean pour(Socket socket, Sending sending) throws IOException {
        int end = sending.cut() < 0 ? sending.content().length : sending.from() + sending.cut();
        for (int at = sending.from(); at < end; at += CHUNK) {
            socket.getOutputStream().write(sending.content(), at, Math.min(CHUNK, end - at));
            if (socket.getInputStream().available() > 0) {
                // Answered before the whole is sent: refused, or broken.
                return false;
            }
            if (sending.pause() > 0) {
                LockSupport.parkNanos(sending.pause());
            }
        }
        return sending.cut() >= 0;
    }

    private static Reply read(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            return Reply.NONE;
        }
        String[] lines = text.substring(0, end).split("\r\n");
        var headers = new HashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }
}
