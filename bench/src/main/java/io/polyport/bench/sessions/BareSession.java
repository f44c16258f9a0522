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
    /** What is sent in one piece, and how many replies come before the next one can go. */
    private record Step(ByteBuffer commands, int replies) {
        private static Step of(int replies, String... commands) {
            byte[] bytes = (String.join("\r\n", commands) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            return new Step(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), replies);
        }
    }

    /** How it talks. */
    enum Manner {
        /** Waits for the reply to each command, as clients do. */
        IN_TURN(
                Step.of(1, "USER anna"),
                Step.of(1, "PASS secret"),
                Step.of(1, "TYPE I"),
                Step.of(1, "EPSV"),
                Step.of(2, "LIST " + SessionLoad.FOLDER),
                Step.of(1, "EPSV"),
                Step.of(2, "RETR " + SessionLoad.FILE),
                Step.of(1, "QUIT")),
        /** Sends all that it can without the port of a reply, the password before anybody asked for one. */
        PIPELINED(
                Step.of(4, "USER anna", "PASS secret", "TYPE I", "EPSV"),
                Step.of(3, "LIST " + SessionLoad.FOLDER, "EPSV"),
                Step.of(3, "RETR " + SessionLoad.FILE, "QUIT"));

        @SuppressWarnings("ImmutableEnumChecker") // only duplicates of the commands are read
        private final Step[] steps;

        Manner(Step... steps) {
            this.steps = steps;
        }
    }

    private final SocketChannel control;
    private final Step[] steps;
    private final int port;
    private final Selector selector;
    private SocketChannel data;
    /** Steps that were sent. */
    private int sent;
    /** Replies to the last of them; the greeting counts as one to the step before the first. */
    private int replies;
    /** Where the next data connection goes; 0 while none is wanted. */
    private int dataPort;

    private int bytes;
    private boolean right = true;

    BareSession(int port, Manner manner, Selector selector) throws IOException {
        this.port = port;
        this.steps = manner.steps;
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
        } else if (read < 0) {
            control.close();
            if (data == null || replies < expected()) {
                return ended(false);
            }
        } else {
            in.flip();
            while (in.hasRemaining()) {
                reply(in);
            }
        }
        return (data == null && replies == expected()) ? next() : null;
    }

    private int expected() {
        return sent == 0 ? 1 : steps[sent - 1].replies();
    }

    private void arrived(int read) throws IOException {
        if (read >= 0) {
            bytes += read;
            return;
        }
        data.close();
        data = null;
    }

    /** One line: none comes in two pieces here. */
    private void reply(ByteBuffer in) {
        replies++;
        right &= in.get(in.position()) < '4';
        boolean extended = in.get(in.position() + 1) == '2' && in.get(in.position() + 2) == '9';
        in.position(in.position() + 4);
        int number = 0;
        for (byte next = in.get(); next != '\n'; next = in.get()) {
            if (next >= '0' && next <= '9') {
                number = number * 10 + next - '0';
            }
        }
        if (extended) {
            dataPort = number;
        }
    }

    private Boolean next() throws IOException {
        if (sent == steps.length) {
            return ended(right && bytes == SessionLoad.FILE_BYTES);
        }
        if (dataPort == 0) {
            send();
            return null;
        }
        int to = dataPort;
        dataPort = 0;
        bytes = 0;
        data = open(to);
        return null;
    }

    private void send() throws IOException {
        replies = 0;
        control.write(steps[sent++].commands().duplicate());
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
}
