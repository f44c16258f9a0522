package io.polyport.bench.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * As little of an FTP server as a login, a listing and a download need, so that what is measured is the clients: one
 * thread, replies that are encoded before anyone asks, ports for data that are opened once. May hold every reply back
 * for a while, as the way to a far server does.
 */
public final class SmallFtpServer {
    private static final int WAITING = 4096;

    private final Selector selector = Selector.open();
    private final PassivePorts ports = new PassivePorts();
    private final ArrayDeque<Due> later = new ArrayDeque<>();
    private final ServerSocketChannel listener;
    private final long delayNanos;

    /** A reply that waits for its time. */
    private record Due(long nanos, SmallFtpSession session, SmallFtpSession.Answer answer) {}

    private SmallFtpServer(int port, int delayMillis) throws IOException {
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** @param args the port, and by how many milliseconds each reply is held back */
    public static void main(String[] args) throws IOException {
        var server = new SmallFtpServer(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        while (true) {
            server.turn();
        }
    }

    private void turn() throws IOException {
        Due first = later.peek();
        if (first == null) {
            selector.select(this::ready);
            return;
        }
        long wait = TimeUnit.NANOSECONDS.toMillis(first.nanos() - System.nanoTime());
        if (wait > 0) {
            selector.select(this::ready, wait);
        } else {
            selector.selectNow(this::ready);
        }
        long now = System.nanoTime();
        while (!later.isEmpty() && later.peek().nanos() - now <= 0) {
            Due due = later.poll();
            due.session().give(due.answer());
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof SmallFtpSession session) {
                session.read();
            } else {
                accept();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel control = listener.accept(); control != null; control = listener.accept()) {
            control.configureBlocking(false);
            var session = new SmallFtpSession(control, ports, this::answer);
            control.register(selector, SelectionKey.OP_READ, session);
            answer(session, SmallFtpSession.Answer.GREETING);
        }
    }

    private void answer(SmallFtpSession session, SmallFtpSession.Answer answer) {
        if (delayNanos == 0) {
            session.give(answer);
        } else {
            later.add(new Due(System.nanoTime() + delayNanos, session, answer));
        }
    }
}
