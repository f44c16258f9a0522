package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import io.polyport.kit.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs protoc: with an empty environment, in a folder of its own that is removed afterwards, without a shell, its
 * arguments in a file, within limits of time, memory and output. Safe on any thread; blocks.
 */
final class Compiler {
    private static final int SIGNALLED = 128;

    private final SchemaSettings settings;
    private final CompilerProgram program;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Compiler(SchemaSettings settings) {
        this.settings = settings;
        this.program = new CompilerProgram(settings);
    }

    /** @param protos texts by names that were checked; fails with a problem of {@link SchemaProblems} */
    FileDescriptorSet compile(Map<String, String> protos) {
        var mine = new TreeMap<>(protos);
        mine.keySet().removeIf(BuiltIns::has);
        if (mine.isEmpty()) {
            return FileDescriptorSet.getDefaultInstance();
        }
        CompilerProgram.Installed installed = program.installed();
        Path room = null;
        try {
            room = Files.createTempDirectory(installed.folder(), "run-");
            return compile(mine, installed, room);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            CompilerProgram.removeTree(room);
        }
    }

    private FileDescriptorSet compile(Map<String, String> protos, CompilerProgram.Installed installed, Path room)
            throws IOException {
        Path in = Files.createDirectory(room.resolve("in"));
        for (var proto : protos.entrySet()) {
            Path file = in.resolve(proto.getKey()).normalize();
            if (!file.startsWith(in)) {
                throw new IllegalStateException("a name that was checked leads elsewhere: " + proto.getKey());
            }
            Files.createDirectories(file.getParent());
            Files.writeString(file, proto.getValue());
        }
        String all = nameOfAll(protos.keySet());
        Files.writeString(in.resolve(all), importing(protos.keySet()));
        Path out = room.resolve("out");
        List<String> arguments = List.of(
                "--proto_path=.",
                "--proto_path=" + installed.builtIns(),
                "--descriptor_set_out=" + out,
                "--include_imports",
                "--include_source_info",
                all);
        Path file = room.resolve("arguments");
        Files.write(file, arguments);
        var command = new ArrayList<>(installed.command());
        command.add("@" + file);
        run(command, in, protos.keySet(), all);
        FileDescriptorSet compiled = read(out);
        return FileDescriptorSet.newBuilder()
                .addAllFile(compiled.getFileList().stream()
                        .filter(one -> !one.getName().equals(all))
                        .toList())
                .build();
    }

    /**
     * Of files in its arguments protoc tells the faults of the first broken one only; of those that one file imports it
     * tells all.
     */
    private static String importing(Set<String> names) {
        var text = new StringBuilder("syntax = \"proto3\";\n");
        names.forEach(name -> text.append("import \"").append(name).append("\";\n"));
        return text.toString();
    }

    private static String nameOfAll(Set<String> names) {
        var name = new StringBuilder("all.proto");
        // Neither a file nor a folder of theirs, on file systems that know no upper and lower case either.
        while (names.stream().anyMatch(one -> one.regionMatches(true, 0, name.toString(), 0, name.length()))) {
            name.insert(0, '_');
        }
        return name.toString();
    }

    private void run(List<String> command, Path folder, Set<String> given, String all) throws IOException {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Process process = builder.start();
        running.add(process);
        try {
            process.getOutputStream().close();
            var overdue = killLater(process);
            var output = new CompilerOutput(all);
            output.read(process.getErrorStream());
            judge(process.waitFor(), overdue.get(), output, given);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw SchemaProblems.COMPILER_FAILED.toException();
        } finally {
            kill(process);
            running.remove(process);
        }
    }

    private AtomicBoolean killLater(Process process) {
        var overdue = new AtomicBoolean();
        CompletableFuture.delayedExecutor(settings.compileTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (process.isAlive()) {
                        overdue.set(true);
                        kill(process);
                    }
                });
        if (closed) {
            kill(process);
        }
        return overdue;
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void judge(int exit, boolean overdue, CompilerOutput output, Set<String> given) {
        if (overdue) {
            throw SchemaProblems.COMPILER_TIMEOUT.toException();
        }
        if (exit >= SIGNALLED || (exit != 0 && !output.hasErrors())) {
            throw SchemaProblems.COMPILER_FAILED.toException();
        }
        if (exit != 0) {
            throw output.problem(given).toException();
        }
    }

    private FileDescriptorSet read(Path out) throws IOException {
        if (Files.size(out) > CompilerProgram.mostOutput(settings)) {
            throw SchemaProblems.TOO_LARGE.toException();
        }
        try (var in = Files.newInputStream(out)) {
            return FileDescriptorSet.parseFrom(in, BuiltIns.options());
        } catch (InvalidProtocolBufferException failure) {
            throw new ProblemException(io.polyport.kit.problem.Problem.of(SchemaProblems.COMPILER_FAILED), failure);
        }
    }

    /** Ends what runs, and removes all files. */
    void close() {
        closed = true;
        running.forEach(Compiler::kill);
        program.close();
    }
}
