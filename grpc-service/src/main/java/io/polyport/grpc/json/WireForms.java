package io.polyport.grpc.json;

import java.nio.charset.StandardCharsets;

/** The JSON forms of messages: an object of fields, or what Google's own types have instead. */
final class WireForms {
    private final WireToJson writer;

    WireForms(WireToJson writer) {
        this.writer = writer;
    }

    void write(Shape shape, int endTag) {
        switch (shape.wellKnown) {
            case NONE -> {
                writer.json.put('{');
                writer.fields(shape, endTag);
                writer.json.put('}');
            }
            case ANY -> any(endTag);
            case TIMESTAMP -> moment(endTag).writeTimestamp(writer.json);
            case DURATION -> moment(endTag).writeDuration(writer.json);
            case FIELD_MASK -> mask(shape.fields[0], endTag);
            case STRUCT -> only(shape.fields[0], endTag, "{}");
            case LIST_VALUE -> only(shape.fields[0], endTag, "[]");
            case VALUE -> value(shape, endTag);
            case WRAPPER -> wrapped(shape.fields[0], endTag);
        }
    }

    private Moment moment(int endTag) {
        WireReader wire = writer.wire;
        long seconds = 0;
        int nanos = 0;
        for (int tag = wire.tag(endTag); tag != 0; tag = wire.tag(endTag)) {
            switch (tag) {
                case 1 << 3 -> seconds = wire.int64();
                case 2 << 3 -> nanos = wire.int32();
                default -> wire.skip(tag);
            }
        }
        return new Moment(seconds, nanos);
    }

    private void mask(Field paths, int endTag) {
        WireReader wire = writer.wire;
        var text = new StringBuilder();
        for (int tag = wire.tag(endTag); tag != 0; tag = wire.tag(endTag)) {
            if (tag != paths.tag) {
                wire.skip(tag);
                continue;
            }
            int length = wire.length();
            int from = wire.pass(length);
            if (Utf8.fault(wire.bytes, from, from + length) >= 0) {
                throw new WireFault("has a google.protobuf.FieldMask path that is not UTF-8");
            }
            if (length > 0) {
                text.append(text.isEmpty() ? "" : ",");
                MaskPaths.append(new String(wire.bytes, from, length, StandardCharsets.UTF_8), text);
            }
        }
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        writer.json.string(utf8, 0, utf8.length, false);
    }

    /** Struct and ListValue are what their only field is. */
    private void only(Field field, int endTag, String empty) {
        WireReader wire = writer.wire;
        boolean written = false;
        int tag = wire.tag(endTag);
        while (tag != 0) {
            if (tag != field.tag) {
                wire.skip(tag);
                tag = wire.tag(endTag);
                continue;
            }
            if (written) {
                throw new Messy();
            }
            written = true;
            tag = field.map ? writer.map(field, tag, endTag) : writer.list(field, tag, endTag);
        }
        if (!written) {
            writer.json.ascii(empty);
        }
    }

    private void value(Shape shape, int endTag) {
        WireReader wire = writer.wire;
        boolean written = false;
        for (int tag = wire.tag(endTag); tag != 0; tag = wire.tag(endTag)) {
            Field field = shape.byNumber(tag >>> 3);
            if (field == null || tag != field.tag) {
                wire.skip(tag);
                continue;
            }
            if (written) {
                throw new Messy();
            }
            written = true;
            if (field.message) {
                writer.nested(field);
            } else {
                scalar(field, wire);
            }
        }
        if (!written) {
            writer.json.ascii("null");
        }
    }

    private void scalar(Field field, WireReader wire) {
        int before = wire.at;
        if (field.type == com.google.protobuf.Descriptors.FieldDescriptor.Type.DOUBLE) {
            double number = Double.longBitsToDouble(wire.fixed64());
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new WireFault("has a google.protobuf.Value of " + number + ", which JSON would take for text");
            }
            wire.at = before;
        }
        WireScalars.write(field, wire, writer.json);
    }

    private void wrapped(Field field, int endTag) {
        WireReader wire = writer.wire;
        int valueAt = -1;
        for (int tag = wire.tag(endTag); tag != 0; tag = wire.tag(endTag)) {
            valueAt = tag == field.tag ? wire.at : valueAt;
            wire.skip(tag);
        }
        if (valueAt < 0) {
            WireScalars.writeDefault(field, writer.json);
            return;
        }
        int done = wire.at;
        wire.at = valueAt;
        WireScalars.write(field, wire, writer.json);
        wire.at = done;
    }

    private void any(int endTag) {
        WireReader wire = writer.wire;
        int urlAt = -1;
        int valueAt = -1;
        for (int tag = wire.tag(endTag); tag != 0; tag = wire.tag(endTag)) {
            switch (tag) {
                case (1 << 3) | 2 -> urlAt = wire.at;
                case (2 << 3) | 2 -> valueAt = wire.at;
                default -> {}
            }
            wire.skip(tag);
        }
        int done = wire.at;
        int outerEnd = wire.end;
        String url = url(wire, urlAt);
        wire.at = valueAt < 0 ? done : valueAt;
        int length = valueAt < 0 ? 0 : wire.length();
        writer.json.put('{');
        if (!url.isEmpty() || length > 0) {
            wire.end = wire.at + length;
            content(url, length);
        }
        writer.json.put('}');
        wire.end = outerEnd;
        wire.at = done;
    }

    private static String url(WireReader wire, int urlAt) {
        if (urlAt < 0) {
            return "";
        }
        int done = wire.at;
        wire.at = urlAt;
        int length = wire.length();
        int from = wire.pass(length);
        wire.at = done;
        if (Utf8.fault(wire.bytes, from, from + length) >= 0) {
            throw new WireFault("has a google.protobuf.Any whose type is not UTF-8");
        }
        return new String(wire.bytes, from, length, StandardCharsets.UTF_8);
    }

    /** A type that the schema does not know keeps its bytes, as base64: nothing is lost, and nothing made up. */
    private void content(String url, int length) {
        JsonWriter json = writer.json;
        WireReader wire = writer.wire;
        byte[] utf8 = url.getBytes(StandardCharsets.UTF_8);
        json.ascii("\"@type\":");
        json.string(utf8, 0, utf8.length, false);
        Shape shape = writer.shapes.ofUrl(url);
        if (shape == null) {
            json.ascii(",\"value\":");
            json.base64(wire.bytes, wire.at, length);
            return;
        }
        wire.down();
        if (shape.wellKnown == WellKnown.NONE) {
            writer.plain(shape);
        } else {
            json.ascii(",\"value\":");
            writer.message(shape, 0);
        }
        wire.up();
    }
}
