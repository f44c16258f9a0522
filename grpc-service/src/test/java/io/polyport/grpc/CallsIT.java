package io.polyport.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Calls of methods, with servers and callers that do not keep to the form")
class CallsIT {
    private static final String WORD = "{\"text\":\"kettle\"}";

    private static ServiceOnBus service;

    @BeforeAll
    static void start() {
        service = new ServiceOnBus();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @DisplayName("a second message where the method has one is refused at once, and the call is not waited for (GR-28)")
    void twoMessages() {
        // The server never ends this call.
        var problem = service.call("Two").body(WORD).problem("grpc.message-count");
        assertThat(problem.status()).isEqualTo(502);
        assertThat(problem.detail()).contains("more than one message").contains("/polyport.test.Depot/Two");
    }

    @Test
    @DisplayName("no message with the status OK is no answer, and one that is of another type is none either")
    void noMessage() {
        assertThat(service.call("None").body(WORD).problem("grpc.message-count").detail())
                .contains("no message");
        assertThat(service.call("Odd")
                        .body(WORD)
                        .problem("grpc.message-invalid")
                        .status())
                .isEqualTo(502);
    }

    @Test
    @DisplayName("a method that takes one message takes one, and an unknown one is told")
    void oneMessage() {
        var problem = service.call("Echo").body(WORD + WORD).problem("request.invalid");
        assertThat(problem.errors().getFirst().detail()).isEqualTo("has more than one value");
        // Nothing behind the second is looked at.
        assertThat(service.call("Echo")
                        .body(WORD + WORD + "}")
                        .problem("request.invalid")
                        .errors()
                        .getFirst()
                        .detail())
                .isEqualTo("has more than one value");
        service.call("NoSuch").body(WORD).problem("grpc.unknown-method");
        service.ask("grpc.show-type").get().at("type", "no.Such").problem("grpc.unknown-type");
        service.ask("grpc.list-services").get().at("c", "bare").problem("grpc.no-schema");
    }

    @Test
    @DisplayName("a body that breaks in the middle cancels a client stream and is what its caller is told (GR-22)")
    void brokenBody() {
        var problem = service.call("Count")
                .body(WORD + "\n" + WORD + "\n{\"nothing\":1}")
                .problem("request.invalid");
        assertThat(problem.errors().getFirst().field()).contains("nothing");
        var cut = service.call("Count").body(WORD + "\n{\"text\":").problem("request.invalid");
        assertThat(cut.detail()).contains("ends within a value");
        assertThat(service.call("Count")
                        .body("[" + WORD + "," + WORD + "]")
                        .reply(200)
                        .json()
                        .getString("text"))
                .isEqualTo("2 words");
    }

    @Test
    @DisplayName("a server that ends both ways early is told with its status, and with what it had sent (GR-21, GR-23)")
    void serverEndsEarly() {
        var records = service.call("Early")
                .body((WORD + "\n").repeat(1000))
                .reply(200)
                .records();
        assertThat(records.getFirst().getJsonObject("message").getString("text"))
                .isEqualTo("kettle");
        var status = records.getLast().getJsonObject("status");
        assertThat(status.getString("name")).isEqualTo("ABORTED");
        assertThat(status.getString("message")).isEqualTo("enough");
        assertThat(records).hasSize(2);
    }

    @Test
    @DisplayName("a wrong record of a caller who streams both ways is the status, behind what has come (GR-23)")
    void wrongRecord() {
        var records = service.call("Chat").body("{\"nothing\":1}").reply(200).records();
        var status = records.getLast().getJsonObject("status");
        assertThat(status.getString("name")).isEqualTo("INVALID_ARGUMENT");
        assertThat(status.getJsonObject("problem").getString("code")).isEqualTo("request.invalid");
    }

    @Test
    @DisplayName(
            "both ways over HTTP/1.1 is 426 without a length, and works as a half each where that is asked (GR-23)")
    void half() {
        assertThat(service.call("Chat")
                        .overHttp1()
                        .body(WORD)
                        .problem("grpc.not-duplex")
                        .status())
                .isEqualTo(426);
        assertThat(service.call("Chat")
                        .overHttp1()
                        .query("duplex=half")
                        .body(WORD + WORD)
                        .reply(200)
                        .records())
                .hasSize(3);
    }

    private static List<JsonObject> socket(String method, String... lines) {
        return service.call(method)
                .overWebSocket()
                .body(String.join("\n", lines) + "\n")
                .reply(200)
                .records();
    }

    private static JsonObject end(List<JsonObject> records) {
        return records.getLast().getJsonObject("status");
    }

    @Test
    @DisplayName(
            "over a WebSocket methods of every kind have records, and the caller completes or cancels by one (GR-23)")
    void webSocket() {
        String message = "{\"message\":" + WORD + "}";
        assertThat(socket("Echo", message)).hasSize(2);
        assertThat(end(socket("Give", message)).getString("name")).isEqualTo("OK");
        assertThat(socket("Count", message, message, "{\"complete\":true}")
                        .getFirst()
                        .toString())
                .contains("2 words");
        assertThat(socket("Chat", message, message, "{\"complete\":true}")).hasSize(3);
        assertThat(end(socket("Chat", "{\"cancel\":true}")).getString("name")).isEqualTo("CANCELLED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":{\"nothing\":1}}",
                "{\"message\":{}} {\"complete\":true} {\"message\":{}}",
                "{\"message\":{},\"more\":1}",
                "{\"complete\":false}",
                "{\"other\":1}",
                "{}",
                "5",
                "{\"message\":tru}"
            })
    @DisplayName("a record of a WebSocket that is none ends the call with a status that tells it")
    void wrongSocketRecord(String line) {
        var status = end(socket("Chat", line));
        assertThat(status.getString("name")).isEqualTo("INVALID_ARGUMENT");
        assertThat(status.getJsonObject("problem").getString("code")).isEqualTo("request.invalid");
        assertThat(end(socket("Echo", "{\"message\":{}}", "{\"message\":{}}")).getString("name"))
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    @DisplayName("a call that takes longer than its time is DEADLINE_EXCEEDED, told as coming from here (GR-26)")
    void late() {
        var problem = service.call("Silent")
                .header("grpc-timeout", "50m")
                .body(WORD)
                .problem("grpc.status-deadline-exceeded");
        assertThat(((JsonObject) problem.extensions().get("grpc")).getBoolean("local"))
                .isTrue();
        assertThat(service.call("Echo")
                        .header("grpc-timeout", "5 s")
                        .body(WORD)
                        .problem("request.invalid")
                        .errors())
                .extracting(error -> error.field())
                .containsExactly("header:grpc-timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-key", "grpc-x", "te", "accept-encoding", "expect", "http2-settings"})
    @DisplayName(
            "metadata that the configuration sets, or HTTP and gRPC themselves, can't be set by callers (GR-4, GR-27)")
    void fixedMetadata(String key) {
        var problem = service.call("Key")
                .header("grpc-metadata-" + key, "mine")
                .body(WORD)
                .problem("request.invalid");
        assertThat(problem.errors().getFirst().field()).isEqualTo("header:grpc-metadata-" + key);
        assertThat(service.call("Key").body(WORD).reply(200).json().getString("text"))
                .isEqualTo(ServiceOnBus.KEY);
        var process = service.ask("grpc.process").method("Key").header("grpc-metadata-x-key", "mine");
        process.body("{}").problem("request.invalid");
    }

    @Test
    @DisplayName("a policy's patterns hold for a method on every way to it (GR-20, GR-24, GR-29)")
    void policy() {
        String[] allowed = {"/polyport.test.Depot/Ch*"};
        service.call("Chat").objects(allowed).body(WORD).reply(200);
        service.call("Echo").objects(allowed).body(WORD).problem("request.forbidden-object");
        service.ask("grpc.process").method("Echo").objects(allowed).body("{}").problem("request.forbidden-object");
        service.ask("grpc.http-get")
                .get()
                .objects(allowed)
                .at("path", "v1/echo/kettle")
                .problem("request.forbidden-object");
        service.ask("grpc.http-get").get().at("path", "v1/echo/kettle").reply(200);
        service.stream("anna", "peer").apply("Echo").objects(allowed).problem("request.forbidden-object");
    }

    private ServiceOnBus.Ask process(String method, JsonArray messages) {
        return service.ask("grpc.process")
                .method(method)
                .body(new JsonObject().put("messages", messages).put("timeout", "20s"));
    }

    private static JsonArray words(int count, int length) {
        String text = "x".repeat(length);
        return new JsonArray(IntStream.range(0, count)
                .mapToObj(i -> new JsonObject().put("text", text))
                .toList());
    }

    @Test
    @DisplayName(
            "a list without gaps is sent though the server reads no further than its own messages are read (GR-25)")
    void listAgainstFlowControl() {
        var done = process("Chat", words(100, 20_000)).reply(200).json();
        assertThat(done.getString("ended")).isEqualTo("status");
        assertThat(done.getJsonArray("messages")).hasSize(100);
        assertThat(done.getInteger("sent")).isEqualTo(100);
    }

    @Test
    @DisplayName(
            "a list of very many messages needs no deep stack, and gaps wait for as many messages as there are gaps")
    void longList() {
        // What a first call has to load takes as long, on a busy machine, as the bus waits for a service that is
        // silent.
        process("Count", new JsonArray().add(new JsonObject())).reply(200);
        var empty = new JsonArray(
                IntStream.range(0, 4_000).mapToObj(i -> new JsonObject()).toList());
        assertThat(process("Count", empty)
                        .reply(200)
                        .json()
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("text"))
                .isEqualTo("4000 words");
        var gaps = new JsonArray();
        for (int i = 0; i < 100; i++) {
            gaps.add(new JsonObject().put("text", "" + i)).addNull();
        }
        assertThat(process("Chat", gaps).reply(200).json().getJsonArray("messages"))
                .hasSize(100);
    }

    @Test
    @DisplayName(
            "a list ends where it is told to: after so many messages, at its time, with the server's status (GR-25)")
    void ends() {
        var most = service.ask("grpc.process")
                .method("Chat")
                .body(new JsonObject().put("messages", words(5, 1)).put("maxMessages", 2))
                .reply(200)
                .json();
        assertThat(most.getString("ended")).isEqualTo("max-messages");
        assertThat(most.getJsonArray("messages")).hasSize(2);
        var gap = service.ask("grpc.process")
                .method("Chat")
                .body(new JsonObject()
                        .put("messages", new JsonArray().addNull())
                        .put("timeout", "50ms"))
                .reply(200)
                .json();
        assertThat(gap.getJsonObject("status").getString("name")).isEqualTo("DEADLINE_EXCEEDED");
        assertThat(process("Early", words(1, 1))
                        .reply(200)
                        .json()
                        .getJsonObject("status")
                        .getString("name"))
                .isEqualTo("ABORTED");
    }

    @Test
    @DisplayName("a list whose step is no message, or has too many, is refused before anything is sent")
    void wrongList() {
        var wrong = new JsonArray().add(new JsonObject()).add(new JsonObject().put("nothing", 1));
        assertThat(process("Chat", wrong)
                        .problem("request.invalid")
                        .errors()
                        .getFirst()
                        .field())
                .startsWith("body:/messages/1/nothing");
        process("Echo", words(2, 1)).problem("request.invalid");
        service.ask("grpc.process").method("Chat").body("{\"maxMessages\":0}").problem("request.invalid");
        service.ask("grpc.process").method("Chat").body("[]").problem("request.invalid");
        service.ask("grpc.process").method("Odd").body("{}").problem("grpc.message-invalid");
    }
}
