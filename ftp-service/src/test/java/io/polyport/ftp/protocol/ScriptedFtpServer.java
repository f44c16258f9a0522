package io.polyport.ftp.protocol;

import io.polyport.kit.fixtures.AcceptLoop;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A small FTP server with a file tree in memory that does what a script says: any command may be given a behaviour of
 * its own, and the rest stays that of a well-behaved server. Paths are strings of raw bytes (ISO 8859-1). Blocking, on
 * virtual threads, so that it shares nothing with what it tests.
 */
public final class ScriptedFtpServer implements AutoCloseable {
    public static final Charset RAW = StandardCharsets.ISO_8859_1;

    /** What a command does instead of the usual. */
    public interface Script {
        void run(Connection connection, String argument) throws IOException;
    }

    public final ConcurrentMap<String, byte[]> files = new ConcurrentHashMap<>();
    public final Set<String> directories = ConcurrentHashMap.newKeySet();
    public final List<String> commands = new CopyOnWriteArrayList<>();
    public final Set<String> features = ConcurrentHashMap.newKeySet();
    public final AtomicLong dataSent = new AtomicLong();
    public final AtomicLong dataReceived = new AtomicLong();
    public final AtomicLong logins = new AtomicLong();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AcceptLoop listener;
    private volatile SSLContext tls;
    private volatile SSLContext dataTls;
    private volatile boolean asking;
    private volatile Script greeting = (connection, none) -> connection.reply("220 ready");

    public ScriptedFtpServer() throws IOException {
        directories.add("/");
        features.addAll(List.of("UTF8", "SIZE", "MDTM", "REST STREAM", "EPSV"));
        listener = AcceptLoop.start(512, socket -> {
            var connection = new Connection(socket);
            Thread.ofVirtual().start(connection::serve);
        });
    }

    public int port() {
        return listener.port();
    }

    public ScriptedFtpServer on(String verb, Script script) {
        scripts.put(verb, script);
        return this;
    }

    public ScriptedFtpServer onConnect(Script script) {
        greeting = script;
        return this;
    }

    /** Offers AUTH TLS, and protects data connections of whoever took it. */
    public ScriptedFtpServer withTls(SSLContext context) {
        return withTls(context, context);
    }

    /** The same, with a context of their own for data connections. */
    public ScriptedFtpServer withTls(SSLContext context, SSLContext forData) {
        tls = context;
        dataTls = forData;
        return this;
    }

    /** Ends handshakes in which the client shows no certificate of the context's authority. */
    public ScriptedFtpServer askingForCertificates() {
        asking = true;
        return this;
    }

    boolean hasTls() {
        return tls != null;
    }

    public ScriptedFtpServer usual(String verb) {
        scripts.remove(verb);
        return this;
    }

    public ScriptedFtpServer withMlsd() {
        features.add("MLST type*;size*;modify*;");
        return this;
    }

    public ScriptedFtpServer withFile(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** Closes the data connections that a script has left open. */
    public void endData() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Connections, control and data, that a client still has open. */
    public int openSockets() {
        return (int) sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One control connection and its data connections. */
    public final class Connection {
        private Socket control;
        private InputStream in;
        private boolean secured;
        private final UsualReplies replies = new UsualReplies(ScriptedFtpServer.this, this);
        private ServerSocket passive;

        Connection(Socket control) throws IOException {
            this.control = control;
            this.in = new BufferedInputStream(control.getInputStream());
            sockets.add(control);
        }

        private void serve() {
            try {
                greeting.run(this, "");
                for (String line = read(); line != null; line = read()) {
                    commands.add(line);
                    int blank = line.indexOf(' ');
                    String verb = blank < 0 ? line : line.substring(0, blank);
                    String argument = blank < 0 ? "" : line.substring(blank + 1);
                    var script = scripts.get(verb);
                    if (script == null) {
                        usual(verb, argument);
                    } else {
                        script.run(this, argument);
                    }
                }
            } catch (IOException gone) {
                // The client or the script has closed it.
            } finally {
                close(passive);
                close(control);
            }
        }

        private String read() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == 255) {
                    b = in.read();
                }
                if (b == '\n') {
                    return line.toString(RAW);
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return null;
        }

        public void reply(String line) throws IOException {
            raw(line + "\r\n");
        }

        public void raw(String text) throws IOException {
            control.getOutputStream().write(text.getBytes(RAW));
        }

        public void closeControl() throws IOException {
            control.close();
        }

        public void resetControl() throws IOException {
            reset(control);
        }

        /** Reads nothing and says nothing until the client closes. */
        public void hang() throws IOException {
            while (in.read() >= 0) {
                // still there
            }
            control.close();
        }

        /** Protected as the control connection is. */
        public Socket data() throws IOException {
            return secured ? protect(plainData(), dataTls) : plainData();
        }

        public Socket plainData() throws IOException {
            var socket = passive.accept();
            sockets.add(socket);
            close(passive);
            return socket;
        }

        /** Reads one byte, of whatever. */
        public void awaitByte() throws IOException {
            if (in.read() < 0) {
                throw new java.io.EOFException();
            }
        }

        SSLContext dataTls() {
            return dataTls;
        }

        /** Goes on under TLS, from now on. */
        public SSLSocket secure(String... versions) throws IOException {
            var socket = protect(control, tls, versions);
            control = socket;
            in = new BufferedInputStream(socket.getInputStream());
            secured = true;
            return socket;
        }

        /** The handshake is done then; closing it closes the socket below. */
        public SSLSocket protect(Socket socket, SSLContext context, String... versions) throws IOException {
            var over = (SSLSocket) context.getSocketFactory().createSocket(socket, "client", socket.getPort(), true);
            if (versions.length > 0) {
                over.setEnabledProtocols(versions);
            }
            over.setUseClientMode(false);
            over.setNeedClientAuth(asking);
            over.startHandshake();
            return over;
        }

        public void openPassive() throws IOException {
            close(passive);
            passive = new ServerSocket();
            passive.bind(new InetSocketAddress(control.getLocalAddress(), 0));
        }

        public int passivePort() {
            return passive.getLocalPort();
        }

        /** The whole path that an argument names, against the working directory. */
        public String path(String argument) {
            return replies.path(argument);
        }

        public void usual(String verb, String argument) throws IOException {
            replies.to(verb, argument);
        }

        /** Writes until told to stop, or until the client closes; tells how much went out. */
        public void pour(OutputStream out, long bytes) throws IOException {
            byte[] chunk = new byte[64 * 1024];
            for (long left = bytes; left > 0; left -= chunk.length) {
                out.write(chunk, 0, (int) Math.min(left, chunk.length));
                dataSent.addAndGet(Math.min(left, chunk.length));
            }
        }
    }

    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void close(java.io.Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException ignored) {
            // nothing left to do
        }
    }
}
