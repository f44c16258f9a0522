package io.polyport.ftp.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

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
    private final ServerSocket listener;
    private volatile Script greeting = (connection, none) -> connection.reply("220 ready");

    public ScriptedFtpServer() throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        directories.add("/");
        features.addAll(List.of("UTF8", "SIZE", "MDTM", "REST STREAM", "EPSV"));
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public ScriptedFtpServer on(String verb, Script script) {
        scripts.put(verb, script);
        return this;
    }

    public ScriptedFtpServer onConnect(Script script) {
        greeting = script;
        return this;
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

    /** Connections, control and data, that a client still has open. */
    public int openSockets() {
        return (int) sockets.stream().filter(socket -> !socket.isClosed()).count();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var connection = new Connection(listener.accept());
                Thread.ofVirtual().start(connection::serve);
            } catch (IOException closed) {
                return;
            }
        }
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
        private final Socket control;
        private final InputStream in;
        private ServerSocket passive;
        private String directory = "/";
        private String renameFrom = "";
        public long restart;

        Connection(Socket control) throws IOException {
            this.control = control;
            this.in = new BufferedInputStream(control.getInputStream());
            sockets.add(control);
        }

        private void serve() {
            try (control) {
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

        public Socket data() throws IOException {
            var socket = passive.accept();
            sockets.add(socket);
            close(passive);
            return socket;
        }

        public void openPassive() throws IOException {
            close(passive);
            passive = new ServerSocket();
            passive.bind(new InetSocketAddress(control.getLocalAddress(), 0));
        }

        public int passivePort() {
            return passive.getLocalPort();
        }

        public String path(String argument) {
            String path = argument.startsWith("./") ? argument.substring(2) : argument;
            String whole = path.startsWith("/") ? path : directory + (directory.endsWith("/") ? "" : "/") + path;
            return whole.length() > 1 && whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
        }

        public void usual(String verb, String argument) throws IOException {
            switch (verb) {
                case "USER" -> reply("331 password please");
                case "PASS" -> {
                    logins.incrementAndGet();
                    reply("230 in");
                }
                case "SYST" -> reply("215 UNIX Type: L8");
                case "FEAT" -> raw("211-Features\r\n " + String.join("\r\n ", features) + "\r\n211 End\r\n");
                case "OPTS", "TYPE", "NOOP" -> reply("200 ok");
                case "PWD" -> reply("257 \"" + directory.replace("\"", "\"\"") + "\" is current");
                case "CWD" -> {
                    boolean there = directories.contains(path(argument));
                    directory = there ? path(argument) : directory;
                    reply(there ? "250 ok" : "550 no");
                }
                case "EPSV" -> {
                    openPassive();
                    reply("229 Extended (|||" + passivePort() + "|)");
                }
                case "PASV" -> {
                    openPassive();
                    reply("227 Passive (127,0,0,1," + passivePort() / 256 + "," + passivePort() % 256 + ")");
                }
                case "QUIT" -> {
                    reply("221 bye");
                    control.close();
                }
                default -> file(verb, argument);
            }
        }

        private void file(String verb, String argument) throws IOException {
            String path = path(argument);
            byte[] content = files.get(path);
            switch (verb) {
                case "SIZE" -> reply(content == null ? "550 no" : "213 " + content.length);
                case "MDTM" -> reply(content == null ? "550 no" : "213 20260304050607");
                case "REST" -> {
                    restart = Long.parseLong(argument);
                    reply("350 go on");
                }
                case "MLST" -> mlst(path);
                case "MLSD", "LIST" -> list(verb, argument.isEmpty() || argument.equals("-a") ? directory : path);
                case "RETR" -> retrieve(content);
                case "STOR", "APPE" -> store(path, verb.equals("APPE"));
                case "DELE" -> reply(files.remove(path) == null ? "550 no" : "250 gone");
                case "RNFR" -> {
                    boolean there = content != null || directories.contains(path);
                    renameFrom = path;
                    reply(there ? "350 to?" : "550 no");
                }
                default -> rest(verb, path);
            }
        }

        private void rest(String verb, String path) throws IOException {
            switch (verb) {
                case "RNTO" -> {
                    if (!directories.contains(parent(path))) {
                        reply("553 no");
                        return;
                    }
                    byte[] moved = files.remove(renameFrom);
                    files.put(path, moved);
                    reply("250 moved");
                }
                case "MKD" -> {
                    boolean can = directories.contains(parent(path))
                            && !directories.contains(path)
                            && !files.containsKey(path);
                    if (can) {
                        directories.add(path);
                    }
                    reply(can ? "257 made" : "550 no");
                }
                case "RMD" -> {
                    boolean can = directories.contains(path) && children(path).isEmpty();
                    if (can) {
                        directories.remove(path);
                    }
                    reply(can ? "250 gone" : "550 no");
                }
                default -> reply("502 what?");
            }
        }

        private void mlst(String path) throws IOException {
            if (directories.contains(path)) {
                raw("250-Listing\r\n type=dir;modify=20260304050607; " + path + "\r\n250 End\r\n");
            } else if (files.containsKey(path)) {
                raw("250-Listing\r\n type=file;size=" + files.get(path).length + ";modify=20260304050607; " + path
                        + "\r\n250 End\r\n");
            } else {
                reply("550 no");
            }
        }

        private void list(String verb, String path) throws IOException {
            if (!directories.contains(path)) {
                reply("550 no");
                return;
            }
            var lines = new StringBuilder();
            children(path).forEach((name, size) -> {
                boolean isDirectory = size < 0;
                lines.append(
                        verb.equals("MLSD")
                                ? "type=" + (isDirectory ? "dir;" : "file;size=" + size + ";") + " " + name + "\r\n"
                                : (isDirectory ? "d" : "-") + "rw-r--r-- 1 owner group " + Math.max(0, size)
                                        + " Mar  4 2025 " + name + "\r\n");
            });
            reply("150 here it comes");
            try (var data = data()) {
                data.getOutputStream().write(lines.toString().getBytes(RAW));
            }
            reply("226 done");
        }

        public void retrieve(byte[] content) throws IOException {
            if (content == null) {
                reply("550 no");
                return;
            }
            reply("150 here it comes");
            try (var data = data()) {
                data.getOutputStream().write(content, (int) restart, content.length - (int) restart);
                dataSent.addAndGet(content.length - restart);
            }
            restart = 0;
            reply("226 done");
        }

        private void store(String path, boolean append) throws IOException {
            if (!directories.contains(parent(path)) || directories.contains(path)) {
                reply("550 no");
                return;
            }
            reply("150 send it");
            try (var data = data()) {
                byte[] content = data.getInputStream().readAllBytes();
                dataReceived.addAndGet(content.length);
                byte[] before = append ? files.getOrDefault(path, new byte[0]) : new byte[0];
                byte[] whole = java.util.Arrays.copyOf(before, before.length + content.length);
                System.arraycopy(content, 0, whole, before.length, content.length);
                files.put(path, whole);
            } catch (IOException broken) {
                reply("426 broken off");
                return;
            }
            reply("226 done");
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

    private Map<String, Long> children(String path) {
        var found = new TreeMap<String, Long>();
        var all = new ArrayList<>(files.keySet());
        all.addAll(directories);
        for (String each : all) {
            if (!each.equals("/") && parent(each).equals(path)) {
                byte[] content = files.get(each);
                found.put(each.substring(each.lastIndexOf('/') + 1), content == null ? -1L : (long) content.length);
            }
        }
        return found;
    }

    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static void close(ServerSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException ignored) {
            // nothing left to do
        }
    }
}
