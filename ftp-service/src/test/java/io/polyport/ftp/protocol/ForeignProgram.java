package io.polyport.ftp.protocol;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine that serves a port of loopback, and ends with the tests, however they end. */
final class ForeignProgram implements AutoCloseable {
    /** It ends when nobody holds the other end of its input any more, so that it does not outlive a killed test. */
    private static final List<String> WHILE_WATCHED = List.of("sh", "-c", "\"$@\" & read end; kill $!", "sh");

    private static final int CONNECT_MS = 500;
    private static final int END_S = 10;

    private final String name;
    private final Process process;

    private ForeignProgram(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** The command's first word is its whole path; what it prints is dropped. */
    static ForeignProgram start(List<String> command) throws IOException {
        return start(List.of(), command, Map.of(), Redirect.DISCARD);
    }

    /** The same, with a file for what it prints. */
    static ForeignProgram start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        return start(List.of(), command, environment, Redirect.to(log.toFile()));
    }

    /** The same, started by another command that stands before it. */
    static ForeignProgram startUnder(List<String> outer, List<String> command) throws IOException {
        return start(outer, command, Map.of(), Redirect.DISCARD);
    }

    private static ForeignProgram start(
            List<String> outer, List<String> command, Map<String, String> environment, Redirect output)
            throws IOException {
        var all = new ArrayList<>(outer);
        all.addAll(WHILE_WATCHED);
        all.addAll(command);
        var builder = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output);
        builder.environment().putAll(environment);
        return new ForeignProgram(command.getFirst(), builder.start());
    }

    /** Returns when it takes connections. */
    ForeignProgram awaitListening(int port) {
        OnLoop.eventually(name + " listens", () -> answers(port, false));
        return this;
    }

    /** Returns when it greets who connects, as FTP servers do with 220. */
    ForeignProgram awaitGreeting(int port) {
        OnLoop.eventually(name + " greets", () -> answers(port, true));
        return this;
    }

    private static boolean answers(int port, boolean greeting) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            return !greeting || socket.getInputStream().read() == '2';
        } catch (IOException notYet) {
            return false;
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL to it and its sessions; returns when none of them runs, so that its port is free again. */
    void kill() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        OnLoop.eventually(name + " is gone", () -> all.stream().noneMatch(ForeignProgram::runs));
    }

    /** A process that has ended may still be there until somebody asks how. */
    private static boolean runs(ProcessHandle one) {
        try {
            String stat = Files.readString(Path.of("/proc/" + one.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Its sessions may be processes of their own, and outlive it when they are not told. */
    @Override
    public void close() {
        var children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
