package io.polyport.bench.sessions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One session of the {@link BareSessions}: the fewest commands, and of each reply only the code and a port are looked at. */
final class BareSession {
    private static final ByteBuffer[] COMMANDS = {
        direct("USER anna\r\n"),
        direct("PASS secret\r\n"),
        direct("TYPE I\r\n"),
        direct("EPSV\r\n"),
        direct("LIST " + SessionLoad.FOLDER + "\r\n"),
        direct("EPSV\r\n"),
        direct("RETR " + SessionLoad.FILE + "\r\n"),
        direct("QUIT\r\n")
    };

    private static final int FIRST_EPSV = 3;
    private static final int SECOND_EPSV = 5;
    private static final int QUIT = COMMANDS.length;

    private final SocketChannel control;
    private final int port;
    private final Selector selector;
    private SocketChannel data;
    private int sent;
    private int bytes;
    private boolean replied;
    private boolean right = true;

    BareSession(int port, Selector selector) throws IOException {
        this.port = port;
        this.selector = selector;
        this.control = open(port);
    }

    /** Whether it was right, once it is over; null before. */
    Boolean ready(SelectionKey key, ByteBuffer in) throws IOException {
        var channel = (SocketChannel) key.channel();
        if (key.isConnectable()) {
            channel.finishConnect();
            key.interestOps(SelectionKey.OP_READ);
            if (channel == data) {
                send();
            }
            return null;
        }
        in.clear();
        int read = channel.read(in);
        if (channel == data) {
            arrived(read);
            return null;
        }
        if (read < 0) {
            return ended(false);
        }
        return reply(in.flip());
    }

    private void arrived(int read) throws IOException {
        if (read >= 0) {
            bytes += read;
            return;
        }
        data.close();
        data = null;
        right &= sent == SECOND_EPSV || bytes == SessionLoad.FILE_BYTES;
        bytes = 0;
        if (replied) {
            send();
        }
    }

    private Boolean reply(ByteBuffer in) throws IOException {
        if (sent == QUIT) {
            return ended(right && in.get(0) == '2');
        }
        right &= in.get(0) < '4';
        if (sent == FIRST_EPSV + 1 || sent == SECOND_EPSV + 1) {
            data = open(port(in));
            replied = false;
        } else if (sent == FIRST_EPSV + 2 || sent == SECOND_EPSV + 2) {
            transferring(in);
        } else {
            send();
        }
        return null;
    }

    /** 150 and 226 come in one piece or in two. */
    private void transferring(ByteBuffer in) throws IOException {
        replied |= in.get(0) == '2' || (in.limit() > 12 && in.get(12) == '2');
        if (replied && data == null) {
            send();
        }
    }

    private static int port(ByteBuffer in) {
        int port = 0;
        for (int i = 4; i < in.limit(); i++) {
            byte digit = in.get(i);
            if (digit >= '0' && digit <= '9') {
                port = port * 10 + digit - '0';
            }
        }
        return port;
    }

    private void send() throws IOException {
        control.write(COMMANDS[sent++].duplicate());
    }

    private SocketChannel open(int to) throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        boolean connected = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected && to != port) {
            data = channel;
            send();
        }
        return channel;
    }

    private boolean ended(boolean well) throws IOException {
        control.close();
        if (data != null) {
            data.close();
        }
        return well;
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
