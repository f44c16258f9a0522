package io.polyport.gateway;

import io.polyport.kit.config.ByteSize;
import java.time.Duration;
import java.util.List;

/** What WebSockets a {@link House} allows; every method returns this plan with one thing changed. */
record WebSocketPlan(
        List<String> origins, Duration pingEvery, Duration idle, int perPrincipal, int maximum, Duration ticket) {
    WebSocketPlan origins(String... changed) {
        return new WebSocketPlan(List.of(changed), pingEvery, idle, perPrincipal, maximum, ticket);
    }

    WebSocketPlan pingEvery(Duration changed) {
        return new WebSocketPlan(origins, changed, idle, perPrincipal, maximum, ticket);
    }

    WebSocketPlan idleTimeout(Duration changed) {
        return new WebSocketPlan(origins, pingEvery, changed, perPrincipal, maximum, ticket);
    }

    WebSocketPlan most(int ofOne, int ofAll) {
        return new WebSocketPlan(origins, pingEvery, idle, ofOne, ofAll, ticket);
    }

    WebSocketPlan ticket(Duration changed) {
        return new WebSocketPlan(origins, pingEvery, idle, perPrincipal, maximum, changed);
    }

    WebSocketConfig config() {
        return new WebSocketConfig(origins, new ByteSize(256 << 10), pingEvery, idle, perPrincipal, maximum, ticket);
    }
}
