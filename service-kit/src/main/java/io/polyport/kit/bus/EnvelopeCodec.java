package io.polyport.kit.bus;

import io.polyport.kit.stream.WireFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Envelopes on the wire: a version byte, then fields, each a tag (1), a length (4) and that many bytes. A reader skips
 * tags that it does not know, so that a newer gateway may talk to an older service.
 */
final class EnvelopeCodec {
    private static final byte VERSION = 1;

    private static final byte OPERATION = 1;
    private static final byte METHOD = 2;
    private static final byte PATH = 3;
    private static final byte QUERY = 4;
    private static final byte BASE = 5;
    private static final byte HEADERS = 6;
    private static final byte ARGUMENTS = 7;
    private static final byte SUBJECT = 8;
    private static final byte TENANT = 9;
    private static final byte SCOPES = 10;
    private static final byte CLAIMS = 11;
    private static final byte OBJECTS = 12;
    private static final byte REQUEST_ID = 13;
    private static final byte TRACEPARENT = 14;
    private static final byte DEADLINE = 15;
    private static final byte TIMEOUT = 16;
    private static final byte ORIGIN = 17;
    private static final byte BODY = 18;
    private static final byte CONNECTIONS = 19;
    private static final byte GRANTS = 20;
    private static final byte FLOW = 21;
    private static final byte SEPARATORS = 22;
    private static final byte PUBLICATION = 23;
    private static final int HIGHEST_TAG = PUBLICATION;

    private EnvelopeCodec() {}

    /** Writes an envelope to the end of {@code wire}. */
    static void encode(Buffer wire, Envelope envelope) {
        wire.appendByte(VERSION);
        var request = envelope.request();
        text(wire, OPERATION, request.operation());
        text(wire, METHOD, request.method());
        text(wire, PATH, request.path());
        text(wire, QUERY, request.query());
        text(wire, BASE, request.base());
        pairs(wire, HEADERS, request.headers());
        pairs(wire, ARGUMENTS, request.arguments().entrySet());
        var principal = envelope.principal();
        text(wire, SUBJECT, principal.subject());
        text(wire, TENANT, principal.tenant());
        strings(wire, SCOPES, principal.scopes());
        if (!principal.claims().isEmpty()) {
            text(wire, CLAIMS, principal.claims().encode());
        }
        strings(wire, OBJECTS, envelope.objects());
        strings(wire, CONNECTIONS, envelope.connections());
        if (!envelope.grants().isEmpty()) {
            text(wire, GRANTS, grants(envelope.grants()).encode());
        }
        pairs(wire, SEPARATORS, envelope.publication().separators());
        text(wire, PUBLICATION, envelope.publication().name());
        text(wire, REQUEST_ID, envelope.trace().requestId());
        text(wire, TRACEPARENT, envelope.trace().traceparent());
        wire.appendByte(DEADLINE).appendInt(Long.BYTES).appendLong(envelope.deadline());
        wire.appendByte(TIMEOUT).appendInt(Long.BYTES).appendLong(envelope.timeout());
        var origin = envelope.origin();
        int start = begin(wire, ORIGIN);
        wire.appendLong(origin.exchange()).appendInt(origin.endpoint()).appendString(origin.instance());
        end(wire, start);
        var body = envelope.body();
        wire.appendByte(BODY)
                .appendInt(1 + Long.BYTES)
                .appendByte((byte) body.kind().code())
                .appendLong(body.length());
        var flow = envelope.flow();
        wire.appendByte(FLOW)
                .appendInt(1 + Long.BYTES)
                .appendByte((byte) flow.way().code())
                .appendLong(flow.idle());
    }

    private static JsonArray grants(List<Envelope.Grant> grants) {
        var array = new JsonArray();
        grants.forEach(grant -> array.add(new JsonObject()
                .put("access", grant.access())
                .put("connections", new JsonArray(grant.connections()))
                .put("objects", new JsonArray(grant.objects()))));
        return array;
    }

    private static List<Envelope.Grant> grants(String text) {
        return text.isEmpty()
                ? List.of()
                : new JsonArray(text)
                        .stream()
                                .map(JsonObject.class::cast)
                                .map(grant -> new Envelope.Grant(
                                        grant.getString("access"),
                                        texts(grant.getJsonArray("connections")),
                                        texts(grant.getJsonArray("objects"))))
                                .toList();
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static void text(Buffer wire, byte tag, String value) {
        if (!value.isEmpty()) {
            wire.appendByte(tag);
            WireFields.writeString(wire, value);
        }
    }

    private static void strings(Buffer wire, byte tag, Collection<String> values) {
        if (!values.isEmpty()) {
            int start = begin(wire, tag);
            WireFields.writeNames(wire, values);
            end(wire, start);
        }
    }

    private static void pairs(Buffer wire, byte tag, Collection<Map.Entry<String, String>> pairs) {
        if (!pairs.isEmpty()) {
            int start = begin(wire, tag);
            WireFields.writePairs(wire, pairs);
            end(wire, start);
        }
    }

    /** A field whose length is known only at its {@link #end}; answers where its bytes begin. */
    private static int begin(Buffer wire, byte tag) {
        return wire.appendByte(tag).appendInt(0).length();
    }

    private static void end(Buffer wire, int start) {
        wire.setInt(start - Integer.BYTES, wire.length() - start);
    }

    /** @throws RuntimeException of any kind when the bytes are no envelope; callers check the seal first */
    static Envelope decode(Buffer wire) {
        if (wire.getByte(0) != VERSION) {
            throw new IllegalArgumentException("envelope of version " + wire.getByte(0));
        }
        var fields = new Fields(wire);
        Map<String, String> arguments = new HashMap<>();
        fields.pairs(ARGUMENTS).forEach(pair -> arguments.put(pair.getKey(), pair.getValue()));
        var request = new Envelope.Request(
                fields.text(OPERATION),
                fields.text(METHOD),
                fields.text(PATH),
                fields.text(QUERY),
                fields.text(BASE),
                fields.pairs(HEADERS),
                arguments);
        String claims = fields.text(CLAIMS);
        var principal = new Principal(
                fields.text(SUBJECT),
                fields.text(TENANT),
                new HashSet<>(fields.names(SCOPES)),
                claims.isEmpty() ? new JsonObject() : new JsonObject(claims));
        int origin = fields.start(ORIGIN);
        int body = fields.start(BODY);
        return new Envelope(
                request,
                principal,
                fields.names(OBJECTS),
                fields.names(CONNECTIONS),
                grants(fields.text(GRANTS)),
                new Envelope.Trace(fields.text(REQUEST_ID), fields.text(TRACEPARENT)),
                wire.getLong(fields.start(DEADLINE)),
                wire.getLong(fields.start(TIMEOUT)),
                new Envelope.Origin(
                        wire.getString(origin + 12, fields.end(ORIGIN)), wire.getInt(origin + 8), wire.getLong(origin)),
                new Envelope.Body(Envelope.BodyKind.of(wire.getByte(body)), wire.getLong(body + 1)),
                flow(wire, fields),
                new Envelope.Publication(fields.text(PUBLICATION), fields.pairs(SEPARATORS)));
    }

    /** An older gateway says nothing of it. */
    private static Envelope.Flow flow(Buffer wire, Fields fields) {
        if (fields.end(FLOW) == 0) {
            return Envelope.Flow.USUAL;
        }
        int flow = fields.start(FLOW);
        return new Envelope.Flow(Envelope.Way.of(wire.getByte(flow)), wire.getLong(flow + 1));
    }

    /** Where each field lies; of tags that are unknown here nothing is kept. */
    private static final class Fields {
        private final Buffer wire;
        private final int[] starts = new int[HIGHEST_TAG + 1];
        private final int[] ends = new int[HIGHEST_TAG + 1];

        Fields(Buffer wire) {
            this.wire = wire;
            int at = 1;
            while (at < wire.length()) {
                int tag = wire.getUnsignedByte(at);
                int start = at + 1 + Integer.BYTES;
                int length = wire.getInt(at + 1);
                if (length < 0 || length > wire.length() - start) {
                    throw new IllegalArgumentException("field " + tag + " is longer than the envelope");
                }
                if (tag <= HIGHEST_TAG) {
                    starts[tag] = start;
                    ends[tag] = start + length;
                }
                at = start + length;
            }
        }

        int start(byte tag) {
            if (starts[tag] == 0) {
                throw new IllegalArgumentException("the envelope has no field " + tag);
            }
            return starts[tag];
        }

        int end(byte tag) {
            return ends[tag];
        }

        String text(byte tag) {
            return starts[tag] == 0 ? "" : wire.getString(starts[tag], ends[tag]);
        }

        List<Map.Entry<String, String>> pairs(byte tag) {
            if (starts[tag] == 0) {
                return List.of();
            }
            List<Map.Entry<String, String>> pairs = new ArrayList<>();
            WireFields.readPairs(wire, starts[tag], pairs);
            return pairs;
        }

        List<String> names(byte tag) {
            return starts[tag] == 0 ? List.of() : WireFields.readNames(wire, starts[tag]);
        }
    }
}
