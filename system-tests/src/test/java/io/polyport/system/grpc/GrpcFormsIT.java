package io.polyport.system.grpc;

import static io.polyport.system.grpc.Payloads.size;
import static io.polyport.system.grpc.Payloads.sized;
import static io.polyport.system.grpc.Payloads.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The forms in which streams are told")
class GrpcFormsIT {
    private static JavaPeer peer;
    private static GrpcHouse house;
    private static GrpcRest rest;

    @BeforeAll
    static void open() {
        peer = JavaPeer.start();
        house = GrpcHouse.with(GrpcHouse.line("far", peer.port()));
        rest = house.as("anna");
    }

    @AfterAll
    static void close() {
        house.close();
        peer.close();
    }

    private static String path(String method) {
        return InteropHouse.Far.path("far", method);
    }

    @Test
    @DisplayName("GR-21 NDJSON where nothing is asked: every record is a message, the last one the status")
    void ndjson() {
        var records = rest.post(path("StreamingOutputCall"), sized(3, 5), "accept", "*/*")
                .records();
        var status = EndStatus.last(records, 0, "OK");
        assertThat(sizes(EndStatus.messages(records))).containsExactly(3, 5);
        assertThat(status.fieldNames()).contains("code", "name", "message");
    }

    @Test
    @DisplayName("GR-21 server-sent events where they are asked: 'message' for each, and 'status' at the end")
    void events() {
        var answer = rest.post(path("StreamingOutputCall"), sized(3, 5), "accept", "text/event-stream")
                .has(200);
        assertThat(answer.header("content-type")).startsWith("text/event-stream");
        var names = new ArrayList<String>();
        var data = new ArrayList<JsonObject>();
        for (String event : answer.text().split("\n\n")) {
            for (String line : event.split("\n")) {
                if (line.startsWith("event:")) {
                    names.add(line.substring(6).strip());
                } else if (line.startsWith("data:")) {
                    data.add(new JsonObject(line.substring(5)));
                }
            }
        }
        assertThat(names).containsExactly("message", "message", "status");
        assertThat(data).hasSize(3);
        assertThat(data.getLast().encode()).contains("\"OK\"");
    }

    @Test
    @DisplayName("GR-21 one JSON array where that is asked, with the status as its last element")
    void array() {
        var elements = rest.post(path("StreamingOutputCall"), sized(3, 5), "accept", "application/json")
                .array();
        EndStatus.last(elements, 0, "OK");
        assertThat(sizes(EndStatus.messages(elements))).containsExactly(3, 5);
    }

    @Test
    @DisplayName("GR-21 a message is with the caller while the server still thinks about the next one")
    void flushed() {
        var request = Payloads.parameters(List.of(
                new JsonObject().put("size", 7), new JsonObject().put("size", 8).put("intervalUs", 30_000_000)));
        try (var call = rest.exchangeOverHttp1(path("StreamingOutputCall"))) {
            call.send(request).complete();
            assertThat(size(call.message())).isEqualTo(7);
            assertThat(call.isSilent()).isTrue();
            call.leave();
        }
    }

    @Test
    @DisplayName("GR-23 both ways at once over HTTP/1.1 is refused, and told what works instead")
    void duplexOverHttp1() {
        try (var refused = rest.exchangeOverHttp1(path("FullDuplexCall"))) {
            refused.send(sized(3));
            assertThat(refused.status()).isEqualTo(426);
            var problem = refused.next();
            assertThat(problem.getString("code")).isEqualTo("grpc.not-duplex");
            assertThat(problem.encode())
                    .containsIgnoringCase("websocket")
                    .contains("/streams")
                    .contains("duplex=half");
        }
    }

    @Test
    @DisplayName("GR-23 over HTTP/1.1 the whole request may be read before the answer begins")
    void halfDuplex() {
        try (var half = rest.exchangeOverHttp1(path("FullDuplexCall") + "?duplex=half")) {
            half.send(sized(3)).send(sized(4, 5)).complete();
            for (int size : new int[] {3, 4, 5}) {
                assertThat(size(half.message())).isEqualTo(size);
            }
            half.end(0, "OK");
        }
    }

    @Test
    @DisplayName("GR-21 a call whose message is wrong is refused before the far server hears of it")
    void wrongMessage() {
        int before = peer.begun("StreamingOutputCall");
        var refused = rest.post(path("StreamingOutputCall"), new JsonObject().put("responseParameters", "three"));
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("responseParameters");
        assertThat(peer.begun("StreamingOutputCall")).isEqualTo(before);
    }

    @Test
    @DisplayName("GR-23 a wrong record in mid-stream ends the stream with a status that names its field")
    void wrongRecord() {
        int cancelled = peer.cancelled("FullDuplexCall");
        try (var call = rest.exchange(path("FullDuplexCall"))) {
            call.send(sized(3));
            assertThat(size(call.message())).isEqualTo(3);
            call.send(new JsonObject().put("nothingLikeThat", 1));
            var status = call.end(3, "INVALID_ARGUMENT");
            assertThat(status.encode()).contains("nothingLikeThat");
        }
        InteropCancelIT.awaitCancelled(peer, "FullDuplexCall", cancelled);
    }

    @Test
    @DisplayName("GR-27 reserved names and keys that are none are refused as metadata")
    void reservedMetadata() {
        for (String name : List.of("grpc-timeout", "te", "host", "content-type", "connection")) {
            var refused = rest.post(path("EmptyCall"), new JsonObject(), "Grpc-Metadata-" + name, "x");
            assertThat(refused.status()).as(name + ": " + refused.text()).isEqualTo(400);
            assertThat(refused.text()).contains(name);
        }
        assertThat(rest.post(path("EmptyCall"), new JsonObject(), "Grpc-Metadata-x-bin", "not base64!")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("GR-10 a method and a service that there are not: 404 that names them")
    void unknownMethod() {
        assertThat(rest.post(path("NoSuchCall"), new JsonObject()).has(404).text())
                .contains("NoSuchCall");
        assertThat(rest.post(GrpcRest.callPath("far", "no.such.Service", "Call"), new JsonObject())
                        .has(404)
                        .text())
                .contains("no.such.Service");
        assertThat(rest.post(GrpcRest.callPath("nobody", InteropHouse.SERVICE, "EmptyCall"), new JsonObject())
                        .status())
                .isEqualTo(404);
    }
}
