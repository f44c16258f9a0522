package io.polyport.system.ftp;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One of several exchanges that a house runs side by side: with a server, a connection and a directory of its own, so that
 * none of them is in the way of another.
 */
final class ScriptedExchange implements AutoCloseable {
    final String name;
    final ScriptedFtpServer server;

    /** Also the name of its connection and of its directory. Its server has an empty directory {@code /pub}. */
    ScriptedExchange(String name) {
        this.name = name;
        try {
            server = new ScriptedFtpServer();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        server.directories.add("/pub");
    }

    /** The line below {@code ftp.connections}. */
    String connection(String... more) {
        return FtpHouse.line(name, server, more);
    }

    /** The line below {@code ftp.exchanges}. */
    String exchange(String periods, String tasks) {
        return "%s: {connection: %s, %s, local: {directory: %s}, %s}".formatted(name, name, periods, name, tasks);
    }

    /** Its directory, in the folder of all exchanges. */
    Path in(Path folder) {
        return folder.resolve(name);
    }

    /** The commands of this verb that the server has seen. */
    List<String> commands(String verb) {
        return server.commands.stream().filter(one -> one.startsWith(verb)).toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
