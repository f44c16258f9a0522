package io.polyport.gateway;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;
import java.util.List;

/** WebSockets: who may open them and how much they may take. */
public record WebSocketConfig(
        @Doc("Origins of web pages that may open WebSockets besides the gateway's own, as https://app.example.org; '*'"
                + " for all.")
        List<String> origins,

        @Doc("Longest message that is taken; it is held in memory as a whole.") @Default("256KiB")
        ByteSize message,

        @Doc("How often a client is asked whether it is there; one that has not answered by the next time is gone."
                + " Less than http.idle-timeout.")
        @Default("30s")
        Duration pingEvery,

        @Doc("A WebSocket without a message in either direction for so long is closed, where the contract does not say"
                + " otherwise.")
        @Default("10m")
        Duration idleTimeout,

        @Doc("Most WebSockets of one principal at one gateway.") @Default("50")
        int perPrincipal,

        @Doc("Most WebSockets at one gateway.") @Default("1000")
        int maximum,

        @Doc("How long a ticket waits for its use.") @Default("30s")
        Duration ticket) {
    public WebSocketConfig {
        origins = List.copyOf(origins);
        var rules = Rules.of()
                .between("message", message.bytes(), 1024, 64 << 20)
                .positive("ping-every", pingEvery)
                .positive("idle-timeout", idleTimeout)
                .between("per-principal", perPrincipal, 1, 1_000_000)
                .between("maximum", maximum, 1, 1_000_000)
                .that(
                        ticket.isPositive() && ticket.compareTo(Duration.ofMinutes(10)) <= 0,
                        "ticket",
                        "must be longer than nothing and at most 10m");
        for (String origin : origins) {
            rules.that(
                    origin.equals("*") || origin.equals("null") || origin.matches("[a-z][a-z0-9+.-]*://[^/?#]+"),
                    "origins",
                    "has the entry \"" + origin + "\", which must be a scheme and an authority, such as"
                            + " https://app.example.org");
        }
        rules.done();
    }
}
