package io.polyport.bench.sessions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** One control connection of the {@link SmallFtpServer}: looks at the first four bytes of a line and at nothing else. */
final class SmallFtpSession {
    /** Shared by all sessions: there is one thread, and nothing is left in it. */
    private static final ByteBuffer IN = ByteBuffer.allocateDirect(4096);

    private static final ByteBuffer LISTING =
            direct("-rw-r--r-- 1 ftp ftp 4096 Nov 20 19:29 report.bin\r\n".repeat(SessionLoad.ENTRIES));
    private static final ByteBuffer FILE = ByteBuffer.allocateDirect(SessionLoad.FILE_BYTES);
    private static final ByteBuffer COMING = direct("150 coming\r\n");
    private static final ByteBuffer DONE = direct("226 done\r\n");
    private static final ByteBuffer NOBODY = direct("425 nobody is at the data port\r\n");

    /** What a command is answered with; those without a text need more than that. */
    enum Answer {
        GREETING("220 ready"),
        USER("331 password"),
        PASS("230 in"),
        SYST("215 UNIX Type: L8"),
        FEAT("211-Features:\r\n EPSV\r\n SIZE\r\n UTF8\r\n211 End"),
        PWD("257 \"/\""),
        SIZE("213 " + SessionLoad.FILE_BYTES),
        FINE("200 fine"),
        QUIT("221 bye"),
        EPSV(null),
        PASV(null),
        LIST(null),
        RETR(null);

        @SuppressWarnings("ImmutableEnumChecker") // only duplicates of it are read
        private final ByteBuffer reply;

        Answer(String reply) {
            this.reply = reply == null ? null : direct(reply + "\r\n");
        }

        private static Answer to(int verb) {
            return switch (verb) {
                case 'U' << 24 | 'S' << 16 | 'E' << 8 | 'R' -> USER;
                case 'P' << 24 | 'A' << 16 | 'S' << 8 | 'S' -> PASS;
                case 'S' << 24 | 'Y' << 16 | 'S' << 8 | 'T' -> SYST;
                case 'F' << 24 | 'E' << 16 | 'A' << 8 | 'T' -> FEAT;
                case 'P' << 24 | 'W' << 16 | 'D' << 8 | '\r' -> PWD;
                case 'S' << 24 | 'I' << 16 | 'Z' << 8 | 'E' -> SIZE;
                case 'E' << 24 | 'P' << 16 | 'S' << 8 | 'V' -> EPSV;
                case 'P' << 24 | 'A' << 16 | 'S' << 8 | 'V' -> PASV;
                case 'L' << 24 | 'I' << 16 | 'S' << 8 | 'T' -> LIST;
                case 'R' << 24 | 'E' << 16 | 'T' << 8 | 'R' -> RETR;
                case 'Q' << 24 | 'U' << 16 | 'I' << 8 | 'T' -> QUIT;
                default -> FINE;
            };
        }
    }

    private final SocketChannel control;
    private final PassivePorts ports;
    private final BiConsumer<SmallFtpSession, Answer> answering;
    private PassivePorts.Port passive;
    private int verb;
    private int length;

    /** @param answering is told the answer to each command, and calls {@link #give} when it is time for it */
    SmallFtpSession(SocketChannel control, PassivePorts ports, BiConsumer<SmallFtpSession, Answer> answering) {
        this.control = control;
        this.ports = ports;
        this.answering = answering;
    }

    void read() {
        IN.clear();
        try {
            if (control.read(IN) < 0) {
                close();
                return;
            }
        } catch (IOException gone) {
            close();
            return;
        }
        IN.flip();
        while (IN.hasRemaining()) {
            byte next = IN.get();
            if (next == '\n') {
                answering.accept(this, Answer.to(verb));
                length = 0;
                verb = 0;
            } else if (length++ < 4) {
                verb = verb << 8 | next;
            }
        }
    }

    void give(Answer answer) {
        if (!control.isOpen()) {
            return;
        }
        try {
            switch (answer) {
                case EPSV -> write(control, passive().extended());
                case PASV -> write(control, passive().old());
                case LIST -> send(LISTING);
                case RETR -> send(FILE);
                default -> write(control, answer.reply);
            }
            if (answer == Answer.QUIT) {
                close();
            }
        } catch (IOException gone) {
            close();
        }
    }

    /** Its own from the first data connection to the end of the session. */
    private PassivePorts.Port passive() throws IOException {
        if (passive == null) {
            passive = ports.take();
        }
        return passive;
    }

    /** Both clients connect before they send the command, so the connection is there. */
    private void send(ByteBuffer content) throws IOException {
        SocketChannel data = passive == null ? null : passive.accept();
        if (data == null) {
            write(control, NOBODY);
            return;
        }
        write(control, COMING);
        try (data) {
            write(data, content);
        }
        write(control, DONE);
    }

    /** All of it is less than what a socket takes at once. */
    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        int written = channel.write(bytes.duplicate());
        if (written < bytes.limit()) {
            throw new IOException("a client that does not read");
        }
    }

    private void close() {
        try {
            control.close();
        } catch (IOException ignored) {
            // nothing is left of it
        }
        if (passive != null) {
            ports.giveBack(passive);
            passive = null;
        }
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
