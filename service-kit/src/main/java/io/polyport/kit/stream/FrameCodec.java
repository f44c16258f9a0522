package io.polyport.kit.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Frames on the wire. A header of {@value #HEADER} bytes: version (1), kind (1), header length (1, so that a reader
 * skips what a newer sender added), flags (1), sender's endpoint (2), sequence (4), exchange (8), payload length (4);
 * then the payload. Decoding slices the message's buffer and copies nothing.
 */
final class FrameCodec implements MessageCodec<Frame, Frame> {
    static final String NAME = "polyport.frame";
    static final byte VERSION = 1;
    private static final int HEADER = 22;
    private static final int TO_CALLER = 1;
    private static final int WHOLE = 2;
    private static final int ACKNOWLEDGE = 4;

    private static final byte DATA = 1;
    private static final byte HEAD = 2;
    private static final byte END = 3;
    private static final byte FAIL = 4;
    private static final byte CREDIT = 5;
    private static final byte CANCEL = 6;
    private static final byte PING = 7;

    @Override
    public void encodeToWire(Buffer wire, Frame frame) {
        switch (frame) {
            case Frame.Data data -> {
                header(
                        wire,
                        DATA,
                        data,
                        data.acknowledge() ? ACKNOWLEDGE : 0,
                        data.sequence(),
                        data.bytes().length());
                wire.appendBuffer(data.bytes());
            }
            case Frame.Head head -> {
                Buffer payload = Buffer.buffer(256).appendShort((short) head.status());
                WireFields.writePairs(payload, head.headers());
                if (head.whole() != null) {
                    payload.appendBuffer(head.whole());
                }
                header(wire, HEAD, head, head.whole() != null ? WHOLE : 0, 0, payload.length());
                wire.appendBuffer(payload);
            }
            case Frame.End end -> {
                Buffer payload = Buffer.buffer(32).appendLong(end.total()).appendInt(end.crc());
                WireFields.writePairs(payload, end.trailers());
                header(wire, END, end, 0, end.sequence(), payload.length());
                wire.appendBuffer(payload);
            }
            case Frame.Fail fail -> text(wire, FAIL, fail, fail.problem().encode());
            case Frame.Credit credit -> {
                header(wire, CREDIT, credit, 0, 0, 2 * Long.BYTES);
                wire.appendLong(credit.bytes()).appendLong(credit.received());
            }
            case Frame.Cancel cancel -> text(wire, CANCEL, cancel, cancel.reason());
            case Frame.Ping ping -> text(wire, PING, ping, ping.instance());
        }
    }

    private static void text(Buffer wire, byte kind, Frame frame, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header(wire, kind, frame, 0, 0, bytes.length);
        wire.appendBytes(bytes);
    }

    private static void header(Buffer wire, byte kind, Frame frame, int flags, int sequence, int length) {
        wire.appendByte(VERSION)
                .appendByte(kind)
                .appendByte((byte) HEADER)
                .appendByte((byte) (flags | (frame.toCaller() ? TO_CALLER : 0)))
                .appendUnsignedShort(frame.from())
                .appendInt(sequence)
                .appendLong(frame.exchange())
                .appendInt(length);
    }

    @Override
    public Frame decodeFromWire(int start, Buffer wire) {
        int version = wire.getByte(start);
        if (version != VERSION) {
            throw new IllegalStateException("frame of version " + version + ", this program speaks " + VERSION);
        }
        byte kind = wire.getByte(start + 1);
        int from = wire.getUnsignedShort(start + 4);
        int flags = wire.getByte(start + 3);
        boolean toCaller = (flags & TO_CALLER) != 0;
        int sequence = wire.getInt(start + 6);
        long exchange = wire.getLong(start + 10);
        int at = start + Byte.toUnsignedInt(wire.getByte(start + 2));
        int end = at + wire.getInt(start + 18);
        return switch (kind) {
            case DATA ->
                new Frame.Data(exchange, toCaller, from, sequence, (flags & ACKNOWLEDGE) != 0, wire.slice(at, end));
            case HEAD -> head(exchange, from, flags, wire, at, end);
            case END -> end(exchange, toCaller, from, sequence, wire, at);
            case FAIL -> new Frame.Fail(exchange, toCaller, from, new JsonObject(string(wire, at, end)));
            case CREDIT -> new Frame.Credit(exchange, toCaller, from, wire.getLong(at), wire.getLong(at + Long.BYTES));
            case CANCEL -> new Frame.Cancel(exchange, toCaller, from, string(wire, at, end));
            case PING -> new Frame.Ping(string(wire, at, end));
            default -> throw new IllegalStateException("frame of unknown kind " + kind);
        };
    }

    private static Frame head(long exchange, int from, int flags, Buffer wire, int start, int end) {
        int status = wire.getUnsignedShort(start);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        int at = WireFields.readPairs(wire, start + 2, headers);
        Buffer whole = (flags & WHOLE) != 0 ? wire.slice(at, end) : null;
        return new Frame.Head(exchange, from, status, List.copyOf(headers), whole);
    }

    private static Frame end(long exchange, boolean toCaller, int from, int sequence, Buffer wire, int at) {
        List<Map.Entry<String, String>> trailers = new ArrayList<>();
        WireFields.readPairs(wire, at + 12, trailers);
        return new Frame.End(
                exchange, toCaller, from, sequence, wire.getLong(at), wire.getInt(at + 8), List.copyOf(trailers));
    }

    private static String string(Buffer wire, int from, int to) {
        return wire.getString(from, to, "UTF-8");
    }

    @Override
    public Frame transform(Frame frame) {
        return frame;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
