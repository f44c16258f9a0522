package io.polyport.gateway.http;

import io.polyport.kit.bus.Envelope;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** What connects a request with its logs and spans (GW-34): taken from the caller when well-formed, else made. */
final class RequestIds {
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    /** W3C Trace Context §3.2: version 00, trace id, parent id, flags; all zeros are no ids. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");

    private RequestIds() {}

    /** The caller's trace goes on with a span of our own; without one a new trace begins. */
    static Envelope.Trace of(String requestId, String traceparent) {
        String id = requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : hex(16);
        var given = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        String trace = given.matches()
                ? "00-" + given.group(1) + "-" + hex(8) + "-" + given.group(2)
                : "00-" + hex(16) + "-" + hex(8) + "-00";
        return new Envelope.Trace(id, trace);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        random[0] |= 1;
        return HexFormat.of().formatHex(random);
    }
}
