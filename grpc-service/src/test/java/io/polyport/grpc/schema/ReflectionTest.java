package io.polyport.grpc.schema;

import static io.polyport.grpc.schema.PretendedServer.TARGET;
import static io.polyport.grpc.schema.PretendedServer.files;
import static io.polyport.grpc.schema.PretendedServer.refusal;
import static io.polyport.grpc.schema.PretendedServer.services;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionRequest.MessageRequestCase;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.schema.PretendedServer.PretendedCall;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers of every kind that was met or can be thought of, played. */
final class ReflectionTest {
    static final FileDescriptorProto TYPES = DescriptorSetTest.file("types.proto", "T");
    static final FileDescriptorProto SERVICE = service("service.proto", "S", "types.proto");

    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    private static FileDescriptorProto service(String file, String name, String... imports) {
        return DescriptorSetTest.file(file, "Of" + name, imports).toBuilder()
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName(name)
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Do")
                                .setInputType(".p.Of" + name)
                                .setOutputType(".p.Of" + name)))
                .build();
    }

    /** Answers as a table says: {@code *} for the list, otherwise the symbol or the file's name. */
    static PretendedServer table(Map<String, ServerReflectionResponse> answers) {
        return new PretendedServer((call, request) ->
                call.answer(answers.getOrDefault(key(request), refusal(GrpcCode.NOT_FOUND, "no " + key(request)))));
    }

    static String key(ServerReflectionRequest request) {
        return request.getMessageRequestCase() == MessageRequestCase.FILE_BY_FILENAME
                ? request.getFileByFilename()
                : request.getMessageRequestCase() == MessageRequestCase.LIST_SERVICES
                        ? "*"
                        : request.getFileContainingSymbol();
    }

    private Schema schema(PretendedServer server) {
        return open.schema(schemas -> schemas.ofReflection(server, TARGET, GrpcMetadata.NONE));
    }

    private Problem problem(PretendedServer server) {
        return open.problem(schemas -> schemas.ofReflection(server, TARGET, GrpcMetadata.NONE));
    }

    private Problem problem(BiConsumer<PretendedCall, ServerReflectionRequest> answering) {
        return problem(new PretendedServer(answering));
    }

    private void offersS(Schema schema) {
        assertThat(schema.services()).extracting(one -> one.getFullName()).containsExactly("p.S");
        assertThat(schema.method("p.S", "Do")).isPresent();
        assertThat(schema.message("p.T")).isPresent();
    }

    @Test
    @DisplayName("GR-3 a server that gives one file at a time is asked for each import once")
    void singleFiles() {
        var server = table(Map.of("*", services("p.S"), "p.S", files(SERVICE), "types.proto", files(TYPES)));

        offersS(schema(server));

        assertThat(server.asked).extracting(ReflectionTest::key).containsExactly("*", "p.S", "types.proto");
        assertThat(server.paths).containsExactly("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo");
        assertThat(server.calls.getFirst().isCompleted).isTrue();
    }

    @Test
    @DisplayName("GR-3 a server that gives a file with all its imports is asked for none of them")
    void closure() {
        var server = table(Map.of("*", services("p.S"), "p.S", files(SERVICE, TYPES)));

        offersS(schema(server));
        assertThat(server.asked).hasSize(2);
    }

    @Test
    @DisplayName("one file under an invented name, given for every service, is taken once")
    void inventedName() {
        var all = service("p.proto", "A").toBuilder()
                .addService(service("p.proto", "B").getService(0).toBuilder().clearMethod())
                .addService(service("p.proto", "C").getService(0).toBuilder().clearMethod())
                .build();
        var server = table(Map.of(
                "*", services("p.A", "p.B", "p.C"), "p.A", files(all), "p.B", files(all, all), "p.C", files(all)));

        assertThat(schema(server).services()).hasSize(3);
    }

    @Test
    @DisplayName("built-in types in a file with a name of the server's own mean the built-in types")
    void mergedBuiltIns() {
        var merged = DescriptorSetTest.file("google_protobuf.proto", "Timestamp").toBuilder()
                .setPackage("google.protobuf")
                .addMessageType(DescriptorSetTest.file("x", "Any").getMessageType(0))
                .build();
        var mine =
                DescriptorSetTest.using(service("s.proto", "S", "google_protobuf.proto"), ".google.protobuf.Timestamp");
        var server = table(Map.of("*", services("p.S"), "p.S", files(mine, merged)));

        assertThat(schema(server)
                        .message("p.OfS")
                        .orElseThrow()
                        .getFields()
                        .getFirst()
                        .getMessageType())
                .isSameAs(com.google.protobuf.Timestamp.getDescriptor());
    }

    @Test
    @DisplayName("imports that the server does not know by that name are found by their last part, built-in ones too")
    void otherImportNames() {
        var mine = DescriptorSetTest.using(
                service("s.proto", "S", "src/protos/types.proto", "protobuf/duration.proto"), ".p.T");
        var server = table(Map.of("*", services("p.S"), "p.S", files(mine, TYPES)));
        offersS(schema(server));

        var lost = table(Map.of("*", services("p.S"), "p.S", files(service("s.proto", "S", "lost.proto"))));
        open.schemas().forget(TARGET, GrpcMetadata.NONE);
        Problem problem = problem(lost);
        assertThat(problem.code()).isEqualTo("grpc.reflection-invalid");
        assertThat(problem.detail()).contains("s.proto imports lost.proto, which is not there");
    }

    @Test
    @DisplayName("files of one name with different contents are refused, never merged")
    void contradiction() {
        var server = table(Map.of(
                "*", services("p.S", "p.U"),
                "p.S", files(SERVICE, TYPES),
                "p.U", files(service("u.proto", "U"), DescriptorSetTest.file("types.proto", "Other"))));

        Problem problem = problem(server);
        assertThat(problem.code()).isEqualTo("grpc.reflection-invalid");
        assertThat(problem.detail()).contains("two files named types.proto");
        Eventually.holds(Duration.ofSeconds(30), "the call is cancelled", () -> server.calls.getFirst().isCancelled);
    }

    @Test
    @DisplayName("services without descriptors are left out; when there is no other, the server's word is told")
    void undescribed() {
        var server = table(Map.of("*", services("p.Odd", "p.S"), "p.S", files(SERVICE, TYPES)));
        offersS(schema(server));

        open.schemas().forget(TARGET, GrpcMetadata.NONE);
        Problem problem = problem(table(Map.of("*", services("p.Odd"))));
        assertThat(problem.code()).isEqualTo("grpc.reflection-invalid");
        assertThat(problem.detail()).contains("NOT_FOUND: no p.Odd");

        open.schemas().forget(TARGET, GrpcMetadata.NONE);
        assertThat(schema(table(Map.of("*", services()))).services()).isEmpty();
    }

    @Test
    @DisplayName("a built-in service needs no file of the server's")
    void builtInService() {
        Schema schema = schema(table(Map.of("*", services("google.longrunning.Operations"))));

        assertThat(schema.method("google.longrunning.Operations", "GetOperation"))
                .isPresent();
    }

    @Test
    @DisplayName("GR-3 v1alpha is asked where v1 is unimplemented; without both the problem says what to do")
    void versions() {
        var alpha = new PretendedServer((call, request) -> {
            if (call.isAlpha) {
                call.answer(key(request).equals("*") ? services("p.S") : files(SERVICE, TYPES));
            } else {
                call.end(status(GrpcCode.UNIMPLEMENTED, false));
            }
        });
        offersS(schema(alpha));
        assertThat(alpha.paths)
                .containsExactly(
                        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");

        for (boolean inBand : new boolean[] {false, true}) {
            open.schemas().forget(TARGET, GrpcMetadata.NONE);
            Problem problem = problem((call, request) -> {
                if (inBand) {
                    call.answer(refusal(GrpcCode.UNIMPLEMENTED, "no"));
                } else {
                    call.end(status(GrpcCode.UNIMPLEMENTED, true));
                }
            });
            assertThat(problem.code()).isEqualTo("grpc.reflection-unsupported");
            assertThat(problem.detail()).contains("descriptor set");
        }
    }

    @Test
    @DisplayName("however the call ends before all is told, the problem says how")
    void ends() {
        Map<GrpcStatus, String> codes = Map.of(
                status(GrpcCode.UNAVAILABLE, true), "grpc.reflection-failed",
                status(GrpcCode.UNAUTHENTICATED, false), "grpc.reflection-failed",
                status(GrpcCode.OK, false), "grpc.reflection-failed",
                status(GrpcCode.RESOURCE_EXHAUSTED, true), "grpc.reflection-too-large",
                status(GrpcCode.RESOURCE_EXHAUSTED, false), "grpc.reflection-failed",
                status(GrpcCode.DEADLINE_EXCEEDED, true), "grpc.reflection-timeout");
        codes.forEach((end, code) -> {
            for (boolean late : new boolean[] {false, true}) {
                open.schemas().forget(TARGET, GrpcMetadata.NONE);
                Problem problem = problem((call, request) -> {
                    if (late && key(request).equals("*")) {
                        call.answer(services("p.S"));
                    } else {
                        call.end(end);
                    }
                });
                assertThat(problem.code()).isEqualTo(code);
                if (code.equals("grpc.reflection-failed") && !end.isOk()) {
                    assertThat(problem.detail()).contains(end.code().name()).contains("because");
                }
            }
        });
    }

    @Test
    @DisplayName("a server that lies ends with a problem, whatever it says")
    void lies() {
        List<BiConsumer<PretendedCall, ServerReflectionRequest>> lies = List.of(
                (call, request) -> call.answer(Buffer.buffer("\377\377no message")),
                (call, request) -> call.answer(Buffer.buffer()),
                (call, request) -> call.answer(files(TYPES)),
                (call, request) -> call.answer(services("p.S")),
                (call, request) -> {
                    call.answer(services("p.S"));
                    call.answer(services("p.S"));
                    call.answer(services("p.S"));
                },
                (call, request) -> call.answer(services("../etc", "a b", "")),
                (call, request) -> call.answer(
                        key(request).equals("*")
                                ? services("p.S")
                                : ServerReflectionResponse.newBuilder()
                                        .setFileDescriptorResponse(
                                                io.grpc.reflection.v1.FileDescriptorResponse.newBuilder()
                                                        .addFileDescriptorProto(
                                                                com.google.protobuf.ByteString.copyFromUtf8(
                                                                        "\377no file")))
                                        .build()),
                // Files that do not define what was asked for.
                (call, request) -> call.answer(key(request).equals("*") ? services("p.S") : files(TYPES)),
                (call, request) -> call.answer(key(request).equals("*") ? services("p.S") : files()),
                // Files in a circle.
                (call, request) -> call.answer(
                        key(request).equals("*")
                                ? services("p.S")
                                : key(request).equals("types.proto")
                                        ? files(DescriptorSetTest.file("types.proto", "T", "service.proto"))
                                        : files(SERVICE)));
        for (int i = 0; i < lies.size(); i++) {
            open.schemas().forget(TARGET, GrpcMetadata.NONE);
            var server = new PretendedServer(lies.get(i));
            assertThat(problem(server).code()).describedAs("lie %s", i).isEqualTo("grpc.reflection-invalid");
        }
    }

    @Test
    @DisplayName("GR-31 a server that never comes to an end is ended: by files, by services, by bytes, by time")
    void endless() {
        open.settings(new Settings().files(100).bytes(1 << 20, 1 << 20));
        var counter = new int[1];
        var imports = new PretendedServer((call, request) -> call.answer(
                key(request).equals("*")
                        ? services("p.S")
                        : files(service(
                                "f" + counter[0] + ".proto", "S" + counter[0], "f" + ++counter[0] + ".proto"))));
        assertThat(problem(imports).code()).isEqualTo("grpc.reflection-too-large");
        assertThat(imports.asked.size()).isLessThan(120);
        Eventually.holds(Duration.ofSeconds(30), "the call is cancelled", () -> imports.calls.getFirst().isCancelled);

        open.schemas().forget(TARGET, GrpcMetadata.NONE);
        var names = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            names.add("p.S" + i);
        }
        assertThat(problem((call, request) -> call.answer(services(names.toArray(String[]::new))))
                        .code())
                .isEqualTo("grpc.reflection-too-large");

        open.schemas().forget(TARGET, GrpcMetadata.NONE);
        var large = new PretendedServer((call, request) -> {
            for (int i = 0; i < 100; i++) {
                call.answer(Buffer.buffer(ServerReflectionResponse.newBuilder()
                        .setValidHost("x".repeat(1 << 20))
                        .build()
                        .toByteArray()));
            }
        });
        assertThat(problem(large).code()).isEqualTo("grpc.reflection-too-large");
        Eventually.holds(Duration.ofSeconds(30), "the call is cancelled", () -> large.calls.getFirst().isCancelled);

        open.settings(new Settings().reflectionTimeout(Duration.ofMillis(300)));
        assertThat(problem((call, request) -> {}).code()).isEqualTo("grpc.reflection-timeout");
    }

    @Test
    @DisplayName("a server with a thousand services is asked for some at a time, and all are there")
    void many() {
        open.settings(new Settings().files(1_500));
        var answers = new HashMap<String, ServerReflectionResponse>();
        var names = new String[1_000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "p.S" + i;
            answers.put(names[i], files(service("s" + i + ".proto", "S" + i, "types.proto")));
        }
        answers.put("*", services(names));
        answers.put("types.proto", files(TYPES));

        assertThat(schema(table(answers)).services()).hasSize(1_000);
    }

    @Test
    @DisplayName(
            "GR-31 a server is asked once for each target and metadata until it is forgotten, also by many at once")
    void kept() {
        var server = table(Map.of("*", services("p.S"), "p.S", files(SERVICE, TYPES)));
        var asked = new ArrayList<Future<Schema>>();
        for (int i = 0; i < 20; i++) {
            asked.add(open.started(schemas -> schemas.ofReflection(server, TARGET, GrpcMetadata.NONE)));
        }
        Waiting.value(Future.all(asked).mapEmpty(), OpenSchemas.PATIENCE);
        assertThat(schema(server)).isSameAs(asked.getFirst().result());
        assertThat(server.calls).hasSize(1);

        var token = new GrpcMetadata(List.of(new GrpcMetadata.Text("authorization", "x")));
        open.schema(schemas -> schemas.ofReflection(server, TARGET, token));
        open.schema(schemas -> schemas.ofReflection(server, GrpcTarget.plain("other.test", 1), GrpcMetadata.NONE));
        assertThat(server.calls).hasSize(3);

        open.schemas().forget(TARGET, GrpcMetadata.NONE);
        schema(server);
        assertThat(server.calls).hasSize(4);
    }

    private static GrpcStatus status(GrpcCode code, boolean isLocal) {
        return new GrpcStatus(code, "because", java.util.Optional.empty(), GrpcMetadata.NONE, isLocal);
    }
}
