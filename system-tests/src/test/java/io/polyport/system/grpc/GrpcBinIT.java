package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users of a client library for gRPC do with a public echo service: each of that library's own cases. */
@DisplayName("An echo service whose schema a caller brings along")
class GrpcBinIT {
    private static final String SERVICE = "grpcbin.GRPCBin";

    @TempDir
    private static Path folder;

    private static BinPeer peer;
    private static BinPeer secure;
    private static GrpcHouse house;
    private static GrpcRest rest;
    private static String connection;

    @BeforeAll
    static void open() {
        var authority = TestAuthority.create(folder, "bin");
        peer = BinPeer.start();
        secure = BinPeer.start(authority.server("bin", "localhost", "127.0.0.1"));
        house = GrpcHouse.with("unused: {addresses: ['http://127.0.0.1:1']}");
        rest = house.as("anna");
        connection = rest.open(peer.port(), BinProtos.texts());
    }

    @AfterAll
    static void close() {
        house.close();
        peer.close();
        secure.close();
    }

    private static String path(String method) {
        return GrpcRest.callPath(connection, SERVICE, method);
    }

    private static JsonObject definition(String scheme, int port) {
        return new JsonObject()
                .put("address", scheme + "://127.0.0.1:" + port)
                .put("protos", BinProtos.texts())
                .put("metadata", new JsonObject().put("somekey", "somevalue"));
    }

    @Test
    @DisplayName("GR-1 GR-4 GR-5 a connection with TLS, two files and metadata is opened, used and closed")
    void overTls() {
        String id = rest.open(definition("https", secure.port()).put("tls", new JsonObject().put("verify", false)));
        var told = rest.post(GrpcRest.callPath(id, SERVICE, "HeadersUnary"), new JsonObject())
                .has(200)
                .json();
        assertThat(told.getJsonObject("Metadata").getJsonObject("somekey").getJsonArray("values"))
                .containsExactly("somevalue");
        assertThat(rest.delete("/connections/" + id).status()).isEqualTo(204);
        assertThat(rest.get("/connections/" + id).status()).isIn(404, 410);
    }

    @Test
    @DisplayName("GR-1 GR-4 the same without TLS; a call's own metadata stand beside the connection's")
    void plain() {
        String id = rest.open(definition("http", peer.port()));
        var told = rest.post(
                        GrpcRest.callPath(id, SERVICE, "HeadersUnary"),
                        new JsonObject(),
                        "Grpc-Metadata-other",
                        "value two")
                .has(200)
                .json()
                .getJsonObject("Metadata");
        assertThat(told.getJsonObject("somekey").getJsonArray("values")).containsExactly("somevalue");
        assertThat(told.getJsonObject("other").getJsonArray("values")).containsExactly("value two");
        rest.delete("/connections/" + id).has(204);
    }

    @Test
    @DisplayName("GR-3 a file whose import is missing is refused, with file and line")
    void importMissing() {
        var refused = rest.post(
                "/connections",
                definition("http", peer.port()).put("protos", new JsonObject().put("main.proto", BinProtos.MAIN)));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.text()).contains("main.proto").contains("my_types.proto");
    }

    @Test
    @DisplayName("GR-1 GR-2 no address, a scheme that is none, and TLS for http are refused, each by the field's name")
    void badDefinitions() {
        var wrong = definition("http", peer.port());
        wrong.remove("address");
        assertThat(rest.post("/connections", wrong).has(400).text()).contains("address");
        assertThat(rest.post("/connections", definition("ftp", peer.port()))
                        .has(400)
                        .text())
                .contains("address");
        assertThat(rest.post("/connections", definition("http", peer.port()).put("tls", new JsonObject()))
                        .has(400)
                        .text())
                .contains("tls");
    }

    @Test
    @DisplayName("GR-10 services, methods and types are told")
    void looking() {
        assertThat(rest.get("/" + connection + "/services").has(200).json())
                .isEqualTo(new JsonObject()
                        .put("services", new JsonArray().add(new JsonObject().put("name", SERVICE))));
        var methods = rest.get("/" + connection + "/services/" + SERVICE)
                .has(200)
                .json()
                .getJsonArray("methods");
        assertThat(methods).hasSize(8);
        assertThat(methods.stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.getString("name").equals("DummyBidirectionalStreamStream")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.getString("kind")).isEqualTo("bidirectional");
                    assertThat(one.getString("input")).isEqualTo("grpcbin.DummyMessage");
                    assertThat(one.getString("output")).isEqualTo("grpcbin.DummyMessage");
                });
        assertThat(rest.get("/" + connection + "/types/grpcbin.DummyMessage")
                        .has(200)
                        .text())
                .contains("f_int64s");
    }

    /** A field of every kind, as a caller writes it. */
    static JsonObject everyField() {
        return new JsonObject()
                .put("f_string", "Hello, мир")
                .put("f_strings", new JsonArray().add("a").add("").add("in a\nrow"))
                .put("f_int32", -123)
                .put("f_int32s", new JsonArray().add(1).add(0).add(Integer.MIN_VALUE))
                .put("f_enum", "ENUM_1")
                .put("f_enums", new JsonArray().add("ENUM_2").add("ENUM_0"))
                .put("f_sub", new JsonObject().put("f_string", "below"))
                .put(
                        "f_subs",
                        new JsonArray()
                                .add(new JsonObject().put("f_string", "one"))
                                .add(new JsonObject()))
                .put("f_bool", true)
                .put("f_bools", new JsonArray().add(true).add(false))
                .put("f_int64", Long.toString(Long.MIN_VALUE))
                .put("f_int64s", new JsonArray().add("9007199254740993").add("0"))
                .put("f_bytes", random(100_000, 1))
                .put("f_bytess", new JsonArray().add(random(3, 2)).add("").add(random(50_000, 3)))
                .put("f_float", 123.22)
                .put("f_floats", new JsonArray().add(0.5).add(-1.25));
    }

    private static String random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    @DisplayName(
            "GR-20 a message with a field of every kind comes back the same, under the names of the file if so asked")
    void everyFieldEchoed() {
        var answer = rest.post(path("DummyUnary") + "?originalNames=true", everyField())
                .has(200)
                .json();
        assertThat(answer).isEqualTo(everyField());
        var camel = rest.post(path("DummyUnary"), everyField()).has(200).json();
        assertThat(camel.getString("fInt64")).isEqualTo(Long.toString(Long.MIN_VALUE));
        assertThat(camel.getJsonArray("fBytess")).isEqualTo(everyField().getJsonArray("f_bytess"));
    }

    @Test
    @DisplayName("GR-20 a call without a request sends an empty message")
    void noRequest() {
        assertThat(rest.post(path("DummyUnary")).has(200).json()).isEqualTo(new JsonObject());
        assertThat(rest.post(path("Index"), new JsonObject()).has(200).json().getJsonArray("endpoints"))
                .hasSize(4);
    }

    @Test
    @DisplayName("GR-20 an unknown field is refused by its name, or ignored where that is asked")
    void unknownField() {
        var odd = new JsonObject().put("f_string", "x").put("f_strnig", "y");
        assertThat(rest.post(path("DummyUnary"), odd).has(400).text()).contains("f_strnig");
        assertThat(rest.post(path("DummyUnary") + "?ignoreUnknown=true", odd)
                        .has(200)
                        .json())
                .isEqualTo(new JsonObject().put("fString", "x"));
    }

    @Test
    @DisplayName("GR-20 fields that were not sent come back as empty arrays and zeros where that is asked")
    void defaults() {
        var answer = rest.post(
                        path("DummyUnary") + "?emitDefaults=true&originalNames=true",
                        new JsonObject().put("f_string", "x"))
                .has(200)
                .json();
        assertThat(answer.getJsonArray("f_strings")).isEmpty();
        assertThat(answer.getInteger("f_int32")).isZero();
        assertThat(answer.getString("f_enum")).isEqualTo("ENUM_0");
        assertThat(answer.getString("f_string")).isEqualTo("x");
    }

    @Test
    @DisplayName("GR-21 a server stream is read to its end; every message has every field")
    void serverStream() {
        var records = rest.post(path("DummyServerStream") + "?originalNames=true", everyField())
                .records();
        EndStatus.last(records, 0, "OK");
        assertThat(EndStatus.messages(records)).hasSize(BinPeer.COUNT).allMatch(everyField()::equals);
    }

    @Test
    @DisplayName("GR-22 ten messages of a client stream are answered by one; nine are the server's error")
    void clientStream() {
        var ten = numbered(10);
        assertThat(rest.post(path("DummyClientStream"), ten).has(200).json())
                .isEqualTo(new JsonObject().put("fInt32", 10));
        var failed = rest.post(path("DummyClientStream"), numbered(9)).failed(500, 2, "UNKNOWN");
        assertThat(failed.getString("message")).isEqualTo("EOF");
    }

    private static List<JsonObject> numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new JsonObject().put("f_int32", i))
                .toList();
    }

    @Test
    @DisplayName("GR-24 a client stream by short requests: send ten, complete, get the answer")
    void clientStreamByShortRequests() {
        var stream = OpenedStream.open(rest, connection, SERVICE, "DummyClientStream");
        numbered(10).forEach(stream::send);
        stream.complete();
        assertThat(stream.message()).isEqualTo(new JsonObject().put("fInt32", 10));
        stream.end(0, "OK");
    }

    @Test
    @DisplayName("GR-23 GR-24 ten times send and receive: the numbers come back in order")
    void bidirectional() {
        var stream = OpenedStream.open(rest, connection, SERVICE, "DummyBidirectionalStreamStream");
        try (var call = rest.exchange(path("DummyBidirectionalStreamStream"))) {
            for (JsonObject message : numbered(10)) {
                var back = new JsonObject().put("fInt32", message.getInteger("f_int32"));
                assertThat(call.send(message).message()).isEqualTo(back);
                stream.send(message);
                assertThat(stream.message()).isEqualTo(back);
            }
            call.complete().end(0, "OK");
            stream.complete();
            stream.end(0, "OK");
        }
    }

    @Test
    @DisplayName("GR-24 a stream that is closed right after a message was sent is gone")
    void closedAtOnce() {
        var stream = OpenedStream.open(rest, connection, SERVICE, "DummyBidirectionalStreamStream");
        stream.send(new JsonObject().put("f_string", "last words"));
        stream.delete();
        assertThat(rest.get(stream.path() + "/messages?max=1&wait=1s").status()).isIn(404, 410);
    }

    @Test
    @DisplayName("GR-24 nothing in time, and the end, are told apart from a message")
    void nothingInTime() {
        var stream = OpenedStream.open(rest, connection, SERVICE, "DummyBidirectionalStreamStream");
        var nothing = stream.poll(10, "100ms");
        assertThat(nothing.getJsonArray("messages")).isEmpty();
        assertThat(nothing.getBoolean("timedOut")).as(nothing.encode()).isTrue();
        assertThat(nothing.getString("state")).isEqualTo("open");
        stream.send(new JsonObject().put("f_int32", 1));
        assertThat(stream.message()).isEqualTo(new JsonObject().put("fInt32", 1));
        stream.complete();
        stream.end(0, "OK");
    }

    @Test
    @DisplayName("GR-24 a client stream that is completed without a message ends with the server's word")
    void completedEmpty() {
        var stream = OpenedStream.open(rest, connection, SERVICE, "DummyClientStream");
        stream.complete();
        assertThat(stream.end(2, "UNKNOWN").getString("message")).isEqualTo("EOF");
    }

    @Test
    @DisplayName("GR-25 a whole stream in one call: the first three messages of a server stream")
    void processServerStream() {
        var answer = process(
                "DummyServerStream",
                new JsonObject()
                        .put("messages", new JsonArray().add(new JsonObject().put("f_int32", 5)))
                        .put("maxMessages", 3));
        assertThat(answer.getJsonArray("messages")).hasSize(3);
    }

    @Test
    @DisplayName("GR-25 a whole stream in one call: ten messages up and one down, and ten up and ten down")
    void processOthers() {
        var ten = new JsonObject().put("messages", new JsonArray(numbered(10))).put("timeout", "20s");
        var one = process("DummyClientStream", ten);
        assertThat(one.getJsonArray("messages")).hasSize(1);
        EndStatus.of(one.getJsonObject("status"), 0, "OK");
        var all = process("DummyBidirectionalStreamStream", ten);
        assertThat(all.getJsonArray("messages"))
                .isEqualTo(new JsonArray(numbered(10).stream()
                        .map(each -> new JsonObject().put("fInt32", each.getInteger("f_int32")))
                        .toList()));
        EndStatus.of(all.getJsonObject("status"), 0, "OK");
    }

    private static JsonObject process(String method, JsonObject body) {
        return rest.post("/" + connection + "/process/" + SERVICE + "/" + method, body)
                .has(200)
                .json();
    }

    @Test
    @DisplayName("GR-28 every code that a server can give has its HTTP status, name and number")
    void errors() {
        int[] http = {0, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401};
        String[] names = {
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED"
        };
        for (int code = 1; code <= 16; code++) {
            var failed = rest.post(
                            path("SpecificError"),
                            new JsonObject().put("code", code).put("reason", "because " + code))
                    .failed(http[code], code, names[code]);
            assertThat(failed.getString("message")).isEqualTo("because " + code);
        }
    }
}
