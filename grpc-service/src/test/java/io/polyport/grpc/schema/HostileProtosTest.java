package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What protoc and we do with texts that want to do harm; with the real protoc unless a test says otherwise. */
final class HostileProtosTest {
    private static final String HEAD = "syntax = \"proto3\";\n";
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    @TempDir
    Path folder;

    private Problem problem(Map<String, String> protos) {
        return open.problem(schemas -> schemas.ofProtos(protos));
    }

    /** A program in place of protoc: it answers to --version, and otherwise does as the script says. */
    private Path pretended(String script) throws IOException {
        Path file = folder.resolve("protoc");
        Files.writeString(file, "#!/bin/sh\n[ \"$1\" = --version ] && exit 0\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    @DisplayName("GR-31 10,000 files are refused by their number, and compiled where so many are allowed")
    void manyFiles() {
        var protos = new HashMap<String, String>();
        for (int i = 0; i < 10_000; i++) {
            protos.put("d" + i % 100 + "/f" + i + ".proto", HEAD + "package p" + i + "; message M { int32 x = 1; }");
        }
        assertThat(problem(protos).code()).isEqualTo("grpc.schema-too-large");

        open.settings(new Settings().files(10_000));
        Schema schema = open.schema(schemas -> schemas.ofProtos(protos));

        assertThat(schema.message("p9999.M")).isPresent();
        assertThat(schema.sources()).hasSize(10_000);
    }

    @Test
    @DisplayName("a chain of imports as long as there are files ends with a problem, not with an overflow")
    void deepImports() {
        var protos = new HashMap<String, String>();
        for (int i = 0; i < 1_900; i++) {
            protos.put("f" + i + ".proto", HEAD + (i == 0 ? "" : "import public \"f" + (i - 1) + ".proto\";"));
        }
        Problem problem = problem(protos);

        assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
        assertThat(problem.detail()).contains("chain of more than 200 imports");
    }

    @Test
    @DisplayName("GR-31 texts larger than the limits are refused, each alone and all together")
    void large() {
        open.settings(new Settings().bytes(100 << 10, 20 << 10));

        Problem one = problem(Map.of("a.proto", HEAD + "// " + "ж".repeat(11 << 10)));
        assertThat(one.code()).isEqualTo("grpc.schema-too-large");
        assertThat(OpenSchemas.errors(one)).containsEntry("protos/a.proto", "is larger than 20KiB");

        var protos = new HashMap<String, String>();
        for (int i = 0; i < 6; i++) {
            protos.put(i + ".proto", HEAD + "// " + "x".repeat(19 << 10));
        }
        assertThat(problem(protos).code()).isEqualTo("grpc.schema-too-large");
        protos.remove("0.proto");
        assertThat(open.schema(schemas -> schemas.ofProtos(protos)).sources()).hasSize(5);
    }

    @Test
    @DisplayName("messages and options that nest thousands deep are refused by protoc")
    void deepNesting() {
        String messages = HEAD + "message M {".repeat(5_000) + "}".repeat(5_000);
        String options = HEAD + "import \"google/api/http.proto\"; option java_package = " + "{ a ".repeat(3_000)
                + "}".repeat(3_000) + ";";

        for (String text : List.of(messages, options)) {
            Problem problem = problem(Map.of("a.proto", text));
            assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
            assertThat(problem.errors()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
        }
    }

    @Test
    @DisplayName("of a flood of errors some are told, with how many more there are")
    void floodOfErrors() {
        var text = new StringBuilder(HEAD);
        for (int i = 0; i < 20_000; i++) {
            text.append("message M").append(i).append(" { Foo x = 1; }\n");
        }
        Problem problem = problem(Map.of("a.proto", text.toString()));

        assertThat(problem.errors()).hasSize(100);
        assertThat(problem.detail()).contains("19900 faults more");
    }

    @Test
    @DisplayName("a compiler that needs more memory than it may have ends with a problem")
    void memory() {
        open.settings(new Settings().memory(64 << 20));
        var text = new StringBuilder(HEAD);
        for (int i = 0; i < 60_000; i++) {
            text.append("message M").append(i).append(" { int32 x = 1; string y = 2; }\n");
        }
        assertThat(problem(Map.of("a.proto", text.toString())).code()).isEqualTo("grpc.compiler-failed");
    }

    @Test
    @DisplayName("GR-31 a compiler that does not end is killed with its children at the deadline, and leaves no file")
    void overdue() throws Exception {
        Path pids = folder.resolve("pids");
        Path where = folder.resolve("where");
        // Its first lines have to be done by then, also when the machine stands still.
        open.settings(new Settings()
                .compiler(pretended("/bin/pwd >" + where + "\necho $$ >>" + pids + "\n/bin/sleep 1000 &\necho $! >>"
                        + pids + "\nwait"))
                .compileTimeout(Duration.ofSeconds(4)));
        long start = System.nanoTime();

        Problem problem = problem(Map.of("a.proto", HEAD));

        assertThat(problem.code()).isEqualTo("grpc.compiler-timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(2);
        for (String pid : started) {
            Eventually.holds(
                    SOON,
                    "ended " + pid,
                    () -> ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
        Path run = Path.of(Files.readString(where).strip()).getParent();
        assertThat(run.getFileName().toString()).startsWith("run-");
        assertThat(run).doesNotExist();
    }

    @Test
    @DisplayName("GR-31 a content that failed is refused for a while without another compiler")
    void remembered() throws Exception {
        Path starts = folder.resolve("starts");
        open.settings(
                new Settings().compiler(pretended("echo x >>" + starts + "\necho 'a.proto:1:1: no.' >&2\nexit 1")));

        for (int i = 0; i < 5; i++) {
            assertThat(problem(Map.of("a.proto", HEAD)).code()).isEqualTo("grpc.proto-invalid");
        }
        assertThat(Files.readAllLines(starts)).hasSize(1);
        problem(Map.of("a.proto", HEAD + "\n"));
        assertThat(Files.readAllLines(starts)).hasSize(2);
    }

    @Test
    @DisplayName("GR-31 many that ask for the same at the same time wait for one compiler")
    void together() throws Exception {
        Path starts = folder.resolve("starts");
        open.settings(new Settings()
                .compiler(pretended("echo x >>" + starts + "\n/bin/sleep 0.3\necho 'a.proto:1:1: no.' >&2\nexit 1")));
        var asked = new ArrayList<Future<Schema>>();
        for (int i = 0; i < 50; i++) {
            asked.add(open.started(schemas -> schemas.ofProtos(Map.of("a.proto", HEAD))));
        }
        Waiting.value(Future.join(asked).transform(joined -> Future.succeededFuture()), OpenSchemas.PATIENCE);

        assertThat(asked).allMatch(Future::failed);
        assertThat(Files.readAllLines(starts)).hasSize(1);
    }

    @Test
    @DisplayName("GR-31 more contents than may wait are refused at once, and told to come again")
    void busy() throws Exception {
        Path gate = folder.resolve("gate");
        open.settings(new Settings()
                .compiler(pretended(
                        "until [ -e " + gate + " ]; do /bin/sleep 0.05; done\necho 'a.proto:1:1: no.' >&2\nexit 1")));
        var asked = new ArrayList<Future<Schema>>();
        for (int i = 0; i < 100; i++) {
            String text = HEAD + "// " + i;
            asked.add(open.started(schemas -> schemas.ofProtos(Map.of("a.proto", text))));
        }
        // No compiler ends before.
        Eventually.holds(
                SOON, "refused", () -> asked.stream().filter(Future::isComplete).count() == 34);
        Files.createFile(gate);
        Waiting.value(Future.join(asked).transform(joined -> Future.succeededFuture()), OpenSchemas.PATIENCE);

        var problems = asked.stream()
                .map(one -> ((io.polyport.kit.problem.ProblemException) one.cause()).problem())
                .toList();
        assertThat(problems)
                .filteredOn(one -> one.code().equals("grpc.proto-invalid"))
                .hasSize(66);
        assertThat(problems)
                .filteredOn(one -> one.code().equals("grpc.schemas-busy"))
                .hasSize(34)
                .allMatch(one -> one.retryAfterSeconds() > 0);
        assertThat(problem(Map.of("a.proto", HEAD + "// 99")).code()).isEqualTo("grpc.proto-invalid");
    }

    @Test
    @DisplayName("the compiler sees no environment, and nothing in its folder but the files and what asks for them")
    void surroundings() throws Exception {
        Path seen = folder.resolve("seen");
        open.settings(new Settings()
                .compiler(pretended("(/usr/bin/env; echo; /bin/pwd; /usr/bin/find . -type f) >" + seen
                        + "\necho 'a.proto:1:1: no.' >&2; exit 1")));

        problem(Map.of("dir/a.proto", HEAD));

        // A shell sets these itself.
        List<String> lines = Files.readAllLines(seen).stream()
                .filter(line -> !line.matches("(PWD|OLDPWD|SHLVL|_)=.*"))
                .toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEmpty();
        assertThat(lines.get(1)).matches(".*/polyport-protoc-[^/]+/run-[^/]+/in");
        assertThat(lines.subList(2, 4)).containsExactlyInAnyOrder("./all.proto", "./dir/a.proto");
    }

    @Test
    @DisplayName("a compiler that dies is told apart from broken texts")
    void dies() throws Exception {
        open.settings(new Settings().compiler(pretended("kill -SEGV $$")));

        assertThat(problem(Map.of("a.proto", HEAD)).code()).isEqualTo("grpc.compiler-failed");
    }

    @Test
    @DisplayName(
            "GR-3 without a compiler texts are answered 501 with the reason, descriptor sets work, and it may come later")
    void missing() throws Exception {
        Path binary = folder.resolve("no-protoc");
        open.settings(new Settings().compiler(binary));

        Problem problem = problem(Map.of("a.proto", HEAD));
        assertThat(problem.code()).isEqualTo("grpc.compiler-missing");
        assertThat(problem.status()).isEqualTo(501);
        assertThat(problem.detail()).contains("no-protoc").contains("No such file");
        Files.writeString(binary, "#!/bin/sh\nexit 0\n");
        assertThat(problem(Map.of("a.proto", HEAD)).detail()).contains("Permission denied");

        var file = com.google.protobuf.DescriptorProtos.FileDescriptorProto.newBuilder()
                .setName("x.proto")
                .addMessageType(com.google.protobuf.DescriptorProtos.DescriptorProto.newBuilder()
                        .setName("X"));
        var set = com.google.protobuf.DescriptorProtos.FileDescriptorSet.newBuilder()
                .addFile(file);
        assertThat(open.schema(schemas -> schemas.ofDescriptorSet(
                                io.vertx.core.buffer.Buffer.buffer(set.build().toByteArray())))
                        .message("X"))
                .isPresent();

        Files.delete(binary);
        pretended("echo 'a.proto:1:1: no.' >&2; exit 1");
        Files.move(folder.resolve("protoc"), binary);
        assertThat(problem(Map.of("a.proto", HEAD)).code()).isEqualTo("grpc.proto-invalid");
    }

    @Test
    @DisplayName("what was unpacked is unpacked again when the machine cleaned it away, and removed at the end")
    void cleaned() throws Exception {
        open.protos("a.proto", HEAD + "import \"google/protobuf/any.proto\";");
        var program = new CompilerProgram(SchemaSettings.defaults());
        Path first = program.installed().folder();
        assertThat(Files.getPosixFilePermissions(first)).hasSize(3);
        Files.delete(program.installed().builtIns().resolve("google/protobuf/any.proto"));

        Path second = program.installed().folder();

        assertThat(second).isNotEqualTo(first);
        assertThat(first).doesNotExist();
        program.remove();
        assertThat(second).doesNotExist();
    }

    @Test
    @DisplayName("closing ends the compilers that are under way")
    void closing() throws Exception {
        Path pid = folder.resolve("pid");
        open.settings(new Settings().compiler(pretended("echo $$ >" + pid + "; exec /bin/sleep 1000")));
        open.started(schemas -> schemas.ofProtos(Map.of("a.proto", HEAD)));
        Eventually.holds(SOON, "a compiler runs", () -> Files.exists(pid) && Files.size(pid) > 1);

        Waiting.value(open.schemas().close(), OpenSchemas.PATIENCE);

        long number = Long.parseLong(Files.readString(pid).strip());
        Eventually.holds(
                SOON,
                "it ended",
                () -> ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty());
    }
}
