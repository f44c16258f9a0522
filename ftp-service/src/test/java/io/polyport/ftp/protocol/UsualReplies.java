package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.ScriptedFtpServer.RAW;

import io.polyport.ftp.protocol.ScriptedFtpServer.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** What a well-behaved server replies on one connection, out of the tree of files of its {@link ScriptedFtpServer}. */
final class UsualReplies {
    private final ScriptedFtpServer server;
    private final Connection connection;
    private String directory = "/";
    private String renameFrom = "";
    private long restart;

    UsualReplies(ScriptedFtpServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    String path(String argument) {
        String path = argument.startsWith("./") ? argument.substring(2) : argument;
        String whole = path.startsWith("/") ? path : directory + (directory.endsWith("/") ? "" : "/") + path;
        return whole.length() > 1 && whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }

    void to(String verb, String argument) throws IOException {
        switch (verb) {
            case "USER" -> connection.reply("331 password please");
            case "PASS" -> {
                server.logins.incrementAndGet();
                connection.reply("230 in");
            }
            case "SYST" -> connection.reply("215 UNIX Type: L8");
            case "FEAT" ->
                connection.raw("211-Features\r\n " + String.join("\r\n ", server.features) + "\r\n211 End\r\n");
            case "OPTS", "TYPE", "NOOP" -> connection.reply("200 ok");
            case "PWD" -> connection.reply("257 \"" + directory.replace("\"", "\"\"") + "\" is current");
            case "CWD" -> {
                boolean there = server.directories.contains(path(argument));
                directory = there ? path(argument) : directory;
                connection.reply(there ? "250 ok" : "550 no");
            }
            case "EPSV" -> {
                connection.openPassive();
                connection.reply("229 Extended (|||" + connection.passivePort() + "|)");
            }
            case "PASV" -> {
                connection.openPassive();
                connection.reply("227 Passive (127,0,0,1," + connection.passivePort() / 256 + ","
                        + connection.passivePort() % 256 + ")");
            }
            case "QUIT" -> {
                connection.reply("221 bye");
                connection.closeControl();
            }
            case "AUTH", "PBSZ", "PROT" -> protection(verb);
            default -> file(verb, argument);
        }
    }

    private void protection(String verb) throws IOException {
        if (!server.hasTls()) {
            connection.reply("502 what?");
        } else if (verb.equals("AUTH")) {
            connection.reply("234 begin");
            connection.secure();
        } else {
            connection.reply("200 ok");
        }
    }

    private void file(String verb, String argument) throws IOException {
        String path = path(argument);
        byte[] content = server.files.get(path);
        switch (verb) {
            case "SIZE" -> connection.reply(content == null ? "550 no" : "213 " + content.length);
            case "MDTM" -> connection.reply(content == null ? "550 no" : "213 20260304050607");
            case "REST" -> {
                restart = Long.parseLong(argument);
                connection.reply("350 go on");
            }
            case "MLST" -> mlst(path);
            case "MLSD", "LIST" -> list(verb, argument.isEmpty() || argument.equals("-a") ? directory : path);
            case "RETR" -> retrieve(content);
            case "STOR", "APPE" -> store(path, verb.equals("APPE"));
            case "DELE" -> connection.reply(server.files.remove(path) == null ? "550 no" : "250 gone");
            case "RNFR" -> {
                boolean there = content != null || server.directories.contains(path);
                renameFrom = path;
                connection.reply(there ? "350 to?" : "550 no");
            }
            default -> rest(verb, path);
        }
    }

    private void rest(String verb, String path) throws IOException {
        switch (verb) {
            case "RNTO" -> {
                if (!server.directories.contains(parent(path))) {
                    connection.reply("553 no");
                    return;
                }
                byte[] moved = server.files.remove(renameFrom);
                server.files.put(path, moved);
                connection.reply("250 moved");
            }
            case "MKD" -> {
                boolean can = server.directories.contains(parent(path))
                        && !server.directories.contains(path)
                        && !server.files.containsKey(path);
                if (can) {
                    server.directories.add(path);
                }
                connection.reply(can ? "257 made" : "550 no");
            }
            case "RMD" -> {
                boolean can =
                        server.directories.contains(path) && children(path).isEmpty();
                if (can) {
                    server.directories.remove(path);
                }
                connection.reply(can ? "250 gone" : "550 no");
            }
            default -> connection.reply("502 what?");
        }
    }

    private void mlst(String path) throws IOException {
        if (server.directories.contains(path)) {
            connection.raw("250-Listing\r\n type=dir;modify=20260304050607; " + path + "\r\n250 End\r\n");
        } else if (server.files.containsKey(path)) {
            connection.raw("250-Listing\r\n type=file;size=" + server.files.get(path).length
                    + ";modify=20260304050607; " + path + "\r\n250 End\r\n");
        } else {
            connection.reply("550 no");
        }
    }

    private void list(String verb, String path) throws IOException {
        if (!server.directories.contains(path)) {
            connection.reply("550 no");
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
        connection.reply("150 here it comes");
        try (var data = connection.data()) {
            data.getOutputStream().write(lines.toString().getBytes(RAW));
        }
        connection.reply("226 done");
    }

    private void retrieve(byte[] content) throws IOException {
        if (content == null) {
            connection.reply("550 no");
            return;
        }
        connection.reply("150 here it comes");
        try (var data = connection.data()) {
            data.getOutputStream().write(content, (int) restart, content.length - (int) restart);
            server.dataSent.addAndGet(content.length - restart);
        }
        restart = 0;
        connection.reply("226 done");
    }

    private void store(String path, boolean append) throws IOException {
        if (!server.directories.contains(parent(path)) || server.directories.contains(path)) {
            connection.reply("550 no");
            return;
        }
        connection.reply("150 send it");
        try (var data = connection.data()) {
            byte[] content = data.getInputStream().readAllBytes();
            server.dataReceived.addAndGet(content.length);
            byte[] old = server.files.getOrDefault(path, new byte[0]);
            byte[] before = append ? old : java.util.Arrays.copyOf(old, (int) restart);
            restart = 0;
            byte[] whole = java.util.Arrays.copyOf(before, before.length + content.length);
            System.arraycopy(content, 0, whole, before.length, content.length);
            server.files.put(path, whole);
        } catch (IOException broken) {
            connection.reply("426 broken off");
            return;
        }
        connection.reply("226 done");
    }

    private Map<String, Long> children(String path) {
        var found = new TreeMap<String, Long>();
        var all = new ArrayList<>(server.files.keySet());
        all.addAll(server.directories);
        for (String each : all) {
            if (!each.equals("/") && parent(each).equals(path)) {
                byte[] content = server.files.get(each);
                found.put(each.substring(each.lastIndexOf('/') + 1), content == null ? -1L : (long) content.length);
            }
        }
        return found;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
