package io.polyport.bench.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** Ports for data connections, opened when they are first needed and kept: to open one costs more than to use it. */
final class PassivePorts {
    private final ArrayDeque<Port> free = new ArrayDeque<>();

    /**
     * A port that listens, for one session at a time.
     *
     * @param extended the reply to EPSV
     * @param old the reply to PASV
     */
    record Port(ServerSocketChannel listener, ByteBuffer extended, ByteBuffer old) {
        /** Null when nobody has connected. */
        SocketChannel accept() throws IOException {
            return listener.accept();
        }
    }

    Port take() throws IOException {
        Port port = free.poll();
        return port == null ? open() : port;
    }

    /** What its session has asked for and never used must not reach the next one. */
    void giveBack(Port port) {
        try {
            for (SocketChannel left = port.accept(); left != null; left = port.accept()) {
                left.close();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        free.push(port);
    }

    private static Port open() throws IOException {
        var listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
        listener.configureBlocking(false);
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        return new Port(
                listener,
                encoded("229 here (|||" + port + "|)\r\n"),
                encoded("227 here (127,0,0,1," + port / 256 + "," + port % 256 + ")\r\n"));
    }

    private static ByteBuffer encoded(String reply) {
        byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
