package io.polyport.system.grpc;

import io.polyport.kit.fixtures.TestAuthority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code src/test/node/grpc/server.js} on Node: a gRPC stack that shares nothing with Java's. */
final class NodePeer implements InteropPeer {
    private static final int START_SECONDS = 120;

    private final Process process;
    private final Path folder;
    private final Tally tally = new Tally();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private NodePeer(List<String> arguments) {
        try {
            folder = Files.createTempDirectory("node-peer");
            var command = new ArrayList<>(
                    List.of("node", "server.js", TestProtos.into(folder).toString()));
            command.addAll(arguments);
            process = new ProcessBuilder(command)
                    .directory(home().toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().name("node peer").start(this::read);
    }

    static NodePeer start() {
        return new NodePeer(List.of()).started();
    }

    static NodePeer start(TestAuthority.Identity identity) {
        return new NodePeer(List.of(
                        identity.chainPem().toString(), identity.keyPem().toString()))
                .started();
    }

    /** Why it can't be started here, or null. */
    static String obstacle() {
        if (!Files.isDirectory(home().resolve("node_modules"))) {
            return "its packages are not installed: run 'npm ci' in system-tests/src/test/node/grpc";
        }
        try {
            Process version = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor() == 0 ? null : "node does not work here";
        } catch (IOException none) {
            return "node is not installed";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Path home() {
        Path here = Path.of("").toAbsolutePath();
        Path module = Files.isDirectory(here.resolve("system-tests")) ? here.resolve("system-tests") : here;
        return module.resolve("src/test/node/grpc");
    }

    private NodePeer started() {
        try {
            port.get(START_SECONDS, TimeUnit.SECONDS);
            return this;
        } catch (ExecutionException | TimeoutException late) {
            close();
            throw new AssertionError("the Node server did not start; its output is above", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("port ")) {
                    port.complete(Integer.parseInt(line.substring(5)));
                } else {
                    tally.add(line);
                }
            }
        } catch (IOException closed) {
            // It was told to end.
        }
        port.completeExceptionally(new IllegalStateException("node has ended"));
    }

    @Override
    public int port() {
        return port.join();
    }

    @Override
    public int begun(String method) {
        return tally.of("begun " + method);
    }

    @Override
    public int cancelled(String method) {
        return tally.of("cancelled " + method);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (var all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
