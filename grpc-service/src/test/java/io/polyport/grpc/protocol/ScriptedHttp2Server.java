package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.fixtures.AcceptLoop;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An h2c server of nothing but a socket: it sends whatever frames a script says, allowed or not, and notes what comes. */
final class ScriptedHttp2Server implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private static final int PREFACE = 24;

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    volatile boolean answersPings = true;
    private final AcceptLoop listener;
    private final Script onConnect;
    private final Script onRequest;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What is done on a connection (stream 0), or for a stream of the client's. */
    @FunctionalInterface
    interface Script {
        void play(Peer peer, int stream) throws Exception;
    }

    /** A frame that came. */
    record Seen(int type, int flags, int stream, Buffer payload) {}

    /** Sends an empty SETTINGS frame, and plays the script for each stream as its head has come. */
    ScriptedHttp2Server(Script onRequest) {
        this((peer, none) -> peer.frame(SETTINGS, 0, 0), onRequest);
    }

    ScriptedHttp2Server(Script onConnect, Script onRequest) {
        this.onConnect = onConnect;
        this.onRequest = onRequest;
        listener = AcceptLoop.start(200, socket -> {
            sockets.add(socket);
            Thread.ofVirtual().name("scripted-http2-link").start(() -> serve(socket));
        });
    }

    int port() {
        return listener.port();
    }

    GrpcTarget target() {
        return GrpcTarget.plain("127.0.0.1", port());
    }

    long count(int type) {
        return seen.stream().filter(frame -> frame.type() == type).count();
    }

    private void serve(Socket socket) {
        accepted.incrementAndGet();
        open.incrementAndGet();
        try (socket) {
            socket.setTcpNoDelay(true);
            var peer = new Peer(socket);
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            in.skipNBytes(PREFACE);
            onConnect.play(peer, 0);
            while (true) {
                peer.took(read(in));
            }
        } catch (Exception _over) {
            // The client closed, or the script did.
        } finally {
            open.decrementAndGet();
            sockets.remove(socket);
        }
    }

    private Seen read(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        var frame = new Seen(type, flags, stream, Buffer.buffer(payload));
        seen.add(frame);
        return frame;
    }

    /** The other end of one connection. */
    final class Peer {
        private final Socket socket;
        private final OutputStream out;
        private boolean greeted;
        private int initialWindow = 65535;
        private long connectionWindow = 65535;
        private final java.util.Map<Integer, Long> windows = new ConcurrentHashMap<>();
        private final java.util.Map<Integer, Long> bytes = new ConcurrentHashMap<>();

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        private void took(Seen frame) throws Exception {
            switch (frame.type()) {
                case SETTINGS -> settings(frame);
                case PING -> {
                    if ((frame.flags() & ACK) == 0 && answersPings) {
                        frame(PING, ACK, 0, frame.payload().getBytes());
                    }
                }
                case WINDOW_UPDATE -> widen(frame);
                case DATA -> bytes.merge(frame.stream(), (long) frame.payload().length(), Long::sum);
                case HEADERS -> Thread.ofVirtual().start(() -> play(frame.stream()));
                default -> {}
            }
        }

        private void play(int stream) {
            try {
                onRequest.play(this, stream);
            } catch (Exception _over) {
                // The client is gone.
            }
        }

        private synchronized void settings(Seen frame) throws IOException {
            if ((frame.flags() & ACK) == 0 && greeted) {
                var values = ByteBuffer.wrap(frame.payload().getBytes());
                while (values.hasRemaining()) {
                    int key = values.getShort();
                    int value = values.getInt();
                    initialWindow = key == 4 ? value : initialWindow;
                }
                frame(SETTINGS, ACK, 0);
            }
        }

        private synchronized void widen(Seen frame) {
            int more = ByteBuffer.wrap(frame.payload().getBytes()).getInt();
            if (frame.stream() == 0) {
                connectionWindow += more;
            } else {
                windows.merge(frame.stream(), (long) initialWindow + more, (old, first) -> old + more);
            }
            notifyAll();
        }

        /** The head of an answer as servers of gRPC begin it. */
        Peer head(int stream, String... more) throws IOException {
            return headers(
                    stream, false, plus(new String[] {":status", "200", "content-type", "application/grpc"}, more));
        }

        /** The end of an answer. */
        Peer trailers(int stream, String... headers) throws IOException {
            return headers(stream, true, headers);
        }

        private static String[] plus(String[] some, String[] more) {
            var all = java.util.Arrays.copyOf(some, some.length + more.length);
            System.arraycopy(more, 0, all, some.length, more.length);
            return all;
        }

        /** Names and values in turn. */
        Peer headers(int stream, boolean last, String... pairs) throws IOException {
            var block = new ByteArrayOutputStream();
            for (int i = 0; i < pairs.length; i++) {
                if (i % 2 == 0) {
                    block.write(0);
                }
                byte[] text = pairs[i].getBytes(StandardCharsets.ISO_8859_1);
                length(block, text.length);
                block.write(text);
            }
            return headerBlock(stream, last, block.toByteArray());
        }

        /** In CONTINUATION frames what is too long for one. */
        private synchronized Peer headerBlock(int stream, boolean last, byte[] block) throws IOException {
            int done = Math.min(block.length, 16000);
            boolean whole = done == block.length;
            frame(
                    HEADERS,
                    (last ? END_STREAM : 0) | (whole ? END_HEADERS : 0),
                    stream,
                    java.util.Arrays.copyOf(block, done));
            while (done < block.length) {
                int part = Math.min(block.length - done, 16000);
                frame(
                        9,
                        done + part == block.length ? END_HEADERS : 0,
                        stream,
                        java.util.Arrays.copyOfRange(block, done, done + part));
                done += part;
            }
            return this;
        }

        /** HPACK's integers with a prefix of 7 bits (RFC 7541 §5.1). */
        private static void length(ByteArrayOutputStream to, int value) {
            if (value < 127) {
                to.write(value);
                return;
            }
            to.write(127);
            int rest = value - 127;
            while (rest >= 128) {
                to.write((rest & 127) | 128);
                rest >>= 7;
            }
            to.write(rest);
        }

        /** One message of gRPC in one DATA frame, or more when it is long. */
        Peer message(int stream, int flag, byte[] bytes) throws Exception {
            return data(stream, false, framed(flag, bytes));
        }

        Peer message(int stream, String text) throws Exception {
            return message(stream, 0, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Waits for room in the windows, as honest servers do. */
        Peer data(int stream, boolean last, byte[] bytes) throws Exception {
            int done = 0;
            do {
                int part = Math.min(16384, bytes.length - done);
                synchronized (this) {
                    while (part > 0 && room(stream) < part) {
                        wait();
                    }
                    connectionWindow -= part;
                    windows.put(stream, windows.getOrDefault(stream, (long) initialWindow) - part);
                }
                byte[] piece = java.util.Arrays.copyOfRange(bytes, done, done + part);
                done += part;
                frame(DATA, last && done == bytes.length ? END_STREAM : 0, stream, piece);
            } while (done < bytes.length);
            return this;
        }

        private long room(int stream) {
            return Math.min(connectionWindow, windows.getOrDefault(stream, (long) initialWindow));
        }

        Peer reset(int stream, int code) throws IOException {
            return frame(RST_STREAM, 0, stream, number(code));
        }

        /** From another thread than a script's. */
        void resetNow(int stream, int code) {
            try {
                reset(stream, code);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** How many bytes of DATA have come on a stream. */
        long received(int stream) {
            return bytes.getOrDefault(stream, 0L);
        }

        /** Takes more on a stream, and on the connection. */
        void widen(int stream, int more) throws IOException {
            frame(WINDOW_UPDATE, 0, 0, number(more));
            frame(WINDOW_UPDATE, 0, stream, number(more));
        }

        Peer goAway(int lastStream, int code) throws IOException {
            return frame(
                    GOAWAY,
                    0,
                    0,
                    ByteBuffer.allocate(8).putInt(lastStream).putInt(code).array());
        }

        Peer setting(int key, int value) throws IOException {
            return frame(
                    SETTINGS,
                    0,
                    0,
                    ByteBuffer.allocate(6).putShort((short) key).putInt(value).array());
        }

        Peer frame(int type, int flags, int stream, byte... payload) throws IOException {
            greeted |= type == SETTINGS;
            var frame = ByteBuffer.allocate(9 + payload.length)
                    .put((byte) (payload.length >> 16))
                    .putShort((short) payload.length)
                    .put((byte) type)
                    .put((byte) flags)
                    .putInt(stream)
                    .put(payload);
            return raw(frame.array());
        }

        synchronized Peer raw(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        Peer close() throws IOException {
            socket.close();
            return this;
        }

        /** With RST. */
        Peer abort() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
            return this;
        }
    }

    static byte[] framed(int flag, byte[] bytes) {
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) flag)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    @Override
    public void close() {
        stop();
    }

    /** Nobody listens any more, and every connection is closed. */
    void stop() {
        try {
            listener.close();
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
