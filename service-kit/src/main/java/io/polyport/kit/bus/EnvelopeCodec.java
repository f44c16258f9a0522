package io.polyport.kit.bus;

import io.polyport.kit.stream.WireFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    private EnvelopeCodec() {}

    static Buffer encode(Envelope envelope) {
        Buffer wire = Buffer.buffer(512).appendByte(VERSION);
        var request = envelope.request();
        text(wire, OPERATION, request.operation());
        text(wire, METHOD, request.method());
        text(wire, PATH, request.path());
        text(wire, QUERY, request.query());
        text(wire, BASE, request.base());
        pairs(wire, HEADERS, request.headers());
        pairs(wire, ARGUMENTS, List.copyOf(request.arguments().entrySet()));
        var principal = envelope.principal();
        text(wire, SUBJECT, principal.subject());
        text(wire, TENANT, principal.tenant());
        strings(wire, SCOPES, List.copyOf(principal.scopes()));
        if (!principal.claims().isEmpty()) {
            text(wire, CLAIMS, principal.claims().encode());
        }
        strings(wire, OBJECTS, envelope.objects());
        strings(wire, CONNECTIONS, envelope.connections());
        text(wire, REQUEST_ID, envelope.trace().requestId());
        text(wire, TRACEPARENT, envelope.trace().traceparent());
        field(wire, DEADLINE, Buffer.buffer(8).appendLong(envelope.deadline()));
        field(wire, TIMEOUT, Buffer.buffer(8).appendLong(envelope.timeout()));
        var origin = envelope.origin();
        Buffer from = Buffer.buffer(32).appendLong(origin.exchange()).appendInt(origin.endpoint());
        field(wire, ORIGIN, from.appendString(origin.instance()));
        var body = envelope.body();
        field(wire, BODY, Buffer.buffer(9).appendByte((byte) body.kind().code()).appendLong(body.length()));
        return wire;
    }

    private static void text(Buffer wire, byte tag, String value) {
        if (!value.isEmpty()) {
            wire.appendByte(tag);
            WireFields.writeString(wire, value);
        }
    }

    private static void strings(Buffer wire, byte tag, List<String> values) {
        List<Map.Entry<String, String>> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(Map.entry(value, "")));
        pairs(wire, tag, list);
    }

    private static void pairs(Buffer wire, byte tag, List<Map.Entry<String, String>> pairs) {
        if (!pairs.isEmpty()) {
            Buffer bytes = Buffer.buffer(256);
            WireFields.writePairs(bytes, pairs);
            field(wire, tag, bytes);
        }
    }

    private static void field(Buffer wire, byte tag, Buffer bytes) {
        wire.appendByte(tag).appendInt(bytes.length()).appendBuffer(bytes);
    }

    /** @throws RuntimeException of any kind when the bytes are no envelope; callers check the seal first */
    static Envelope decode(Buffer wire) {
        if (wire.getByte(0) != VERSION) {
            throw new IllegalArgumentException("envelope of version " + wire.getByte(0));
        }
        Map<Byte, Buffer> fields = new HashMap<>();
        int at = 1;
        while (at < wire.length()) {
            int end = at + 5 + wire.getInt(at + 1);
            fields.put(wire.getByte(at), wire.slice(at + 5, end));
            at = end;
        }
        Map<String, String> arguments = new HashMap<>();
        readPairs(fields, ARGUMENTS).forEach(pair -> arguments.put(pair.getKey(), pair.getValue()));
        var request = new Envelope.Request(
                readText(fields, OPERATION),
                readText(fields, METHOD),
                readText(fields, PATH),
                readText(fields, QUERY),
                readText(fields, BASE),
                readPairs(fields, HEADERS),
                arguments);
        String claims = readText(fields, CLAIMS);
        var principal = new Principal(
                readText(fields, SUBJECT),
                readText(fields, TENANT),
                new HashSet<>(names(readPairs(fields, SCOPES))),
                claims.isEmpty() ? new JsonObject() : new JsonObject(claims));
        Buffer origin = fields.get(ORIGIN);
        Buffer body = fields.get(BODY);
        return new Envelope(
                request,
                principal,
                names(readPairs(fields, OBJECTS)),
                names(readPairs(fields, CONNECTIONS)),
                new Envelope.Trace(readText(fields, REQUEST_ID), readText(fields, TRACEPARENT)),
                fields.get(DEADLINE).getLong(0),
                fields.get(TIMEOUT).getLong(0),
                new Envelope.Origin(origin.getString(12, origin.length()), origin.getInt(8), origin.getLong(0)),
                new Envelope.Body(Envelope.BodyKind.of(body.getByte(0)), body.getLong(1)));
    }

    private static String readText(Map<Byte, Buffer> fields, byte tag) {
        Buffer bytes = fields.get(tag);
        return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
    }

    private static List<Map.Entry<String, String>> readPairs(Map<Byte, Buffer> fields, byte tag) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        if (fields.containsKey(tag)) {
            WireFields.readPairs(fields.get(tag), 0, pairs);
        }
        return pairs;
    }

    private static List<String> names(List<Map.Entry<String, String>> pairs) {
        return pairs.stream().map(Map.Entry::getKey).toList();
    }
}
