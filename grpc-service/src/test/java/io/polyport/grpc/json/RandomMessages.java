package io.polyport.grpc.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Messages that JSON can say, with whatever fields the random numbers choose. */
final class RandomMessages {
    private static final int DEEPEST = 4;
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "price",
            "\u0000\u001f\u007f",
            "quote\" and \\",
            "ä€",
            "\uD83D\uDE00",
            "\u2028\u2029",
            "</script>",
            "NaN",
            "1");
    private static final long[] LONGS = {
        0,
        1,
        -1,
        127,
        128,
        300,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 53,
        0xffffffffL
    };
    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        -1.5,
        1e21,
        1e-7,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.1,
        123456789.125
    };

    private final EveryKind kinds;
    private final Random random;

    RandomMessages(EveryKind kinds, Random random) {
        this.kinds = kinds;
        this.random = random;
    }

    DynamicMessage every(Descriptor type) {
        return message(type, 0);
    }

    private DynamicMessage message(Descriptor type, int depth) {
        DynamicMessage wellKnown = wellKnown(type, depth);
        if (wellKnown != null) {
            return wellKnown;
        }
        var builder = DynamicMessage.newBuilder(type);
        List<FieldDescriptor> fields = new ArrayList<>(type.getFields());
        // In an order of their own: the library's differs from run to run.
        kinds.extensions().getAllImmutableExtensionsByExtendedType(type.getFullName()).stream()
                .map(extension -> extension.descriptor)
                .sorted()
                .forEach(fields::add);
        int wanted = fields.isEmpty() ? 0 : depth == 0 ? 1 + random.nextInt(12) : random.nextInt(4);
        for (int filled = 0; filled < wanted; filled++) {
            fill(builder, fields.get(random.nextInt(fields.size())), depth);
        }
        for (FieldDescriptor field : fields) {
            if (field.isRequired()) {
                builder.setField(field, value(field, depth));
            }
        }
        return builder.build();
    }

    private void fill(DynamicMessage.Builder builder, FieldDescriptor field, int depth) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth >= DEEPEST) {
            return;
        }
        if (!field.isRepeated()) {
            builder.setField(field, value(field, depth));
            return;
        }
        builder.clearField(field);
        int count = random.nextInt(4);
        for (int index = 0; index < count; index++) {
            if (field.isMapField()) {
                entry(builder, field, index, depth);
            } else {
                builder.addRepeatedField(field, value(field, depth));
            }
        }
    }

    private void entry(DynamicMessage.Builder builder, FieldDescriptor field, int index, int depth) {
        Descriptor type = field.getMessageType();
        FieldDescriptor key = type.findFieldByNumber(1);
        FieldDescriptor value = type.findFieldByNumber(2);
        Object said = switch (key.getJavaType()) {
            case INT -> index * 1000 - 1;
            case LONG -> index * (1L << 40) - 1;
            case BOOLEAN -> index % 2 == 0;
            default -> TEXTS.get(index) + index;
        };
        if (key.getJavaType() == FieldDescriptor.JavaType.BOOLEAN && index > 1) {
            return;
        }
        builder.addRepeatedField(
                field,
                DynamicMessage.newBuilder(type)
                        .setField(key, said)
                        .setField(value, value(value, depth))
                        .build());
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> (int) number();
            case LONG -> number();
            case FLOAT -> random.nextInt(3) == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) real();
            case DOUBLE -> real();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTE_STRING -> bytes();
            case ENUM -> enumValue(field.getEnumType());
            case MESSAGE -> message(field.getMessageType(), depth + 1);
        };
    }

    private long number() {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong() >> random.nextInt(64);
    }

    private double real() {
        return random.nextBoolean()
                ? DOUBLES[random.nextInt(DOUBLES.length)]
                : Double.longBitsToDouble(random.nextLong());
    }

    private String text() {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return random.nextInt(4) == 0 ? text.repeat(1 + random.nextInt(60)) : text;
    }

    private ByteString bytes() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 300 : 6)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private EnumValueDescriptor enumValue(EnumDescriptor type) {
        if (type.getFullName().equals("google.protobuf.NullValue")) {
            return type.findValueByNumber(0);
        }
        if (!type.isClosed() && random.nextInt(4) == 0) {
            return type.findValueByNumberCreatingIfUnknown(random.nextInt(100));
        }
        return type.getValues().get(random.nextInt(type.getValues().size()));
    }

    private DynamicMessage wellKnown(Descriptor type, int depth) {
        return switch (type.getFullName()) {
            case "google.protobuf.Timestamp" ->
                seconds(type, random.nextLong(Moment.FIRST, Moment.LAST + 1), random.nextInt(1_000_000_000));
            case "google.protobuf.Duration" -> {
                long seconds = random.nextLong(-Moment.LONGEST + 1, Moment.LONGEST);
                int nanos = random.nextInt(1_000_000_000);
                yield seconds(type, random.nextInt(4) == 0 ? 0 : seconds, seconds < 0 ? -nanos : nanos);
            }
            case "google.protobuf.FieldMask" -> mask(type);
            case "google.protobuf.Value" -> anyValue(type, depth);
            case "google.protobuf.Any" -> any(type, depth);
            default -> null;
        };
    }

    private DynamicMessage seconds(Descriptor type, long seconds, int nanos) {
        int[] steps = {1, 1000, 1_000_000, 1_000_000_000};
        int step = steps[random.nextInt(steps.length)];
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByNumber(1), seconds)
                .setField(type.findFieldByNumber(2), nanos / step * step)
                .build();
    }

    private DynamicMessage mask(Descriptor type) {
        var mask = DynamicMessage.newBuilder(type);
        List<String> paths = List.of("foo", "foo_bar", "foo_bar.baz_qux", "a.b.c");
        for (int count = random.nextInt(4); count > 0; count--) {
            mask.addRepeatedField(type.findFieldByNumber(1), paths.get(random.nextInt(paths.size())));
        }
        return mask.build();
    }

    private DynamicMessage anyValue(Descriptor type, int depth) {
        FieldDescriptor field = type.findFieldByNumber(depth >= DEEPEST + 2 ? 4 : 1 + random.nextInt(6));
        Object value = value(field, depth);
        if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            value = 1.25;
        }
        return DynamicMessage.newBuilder(type).setField(field, value).build();
    }

    private DynamicMessage any(Descriptor type, int depth) {
        var any = DynamicMessage.newBuilder(type);
        if (random.nextInt(5) == 0) {
            return any.build();
        }
        List<String> names = List.of(
                "google.protobuf.Timestamp",
                "google.protobuf.Struct",
                "google.protobuf.Int64Value",
                "google.protobuf.Any",
                "google.protobuf.Value",
                "google.protobuf.Empty",
                "every.proto2.Every",
                "every.proto3.Every",
                "every.editions.Every");
        String name = names.get(depth > DEEPEST ? 0 : random.nextInt(names.size()));
        return any.setField(type.findFieldByNumber(1), "type.googleapis.com/" + name)
                .setField(
                        type.findFieldByNumber(2),
                        message(kinds.find(name), depth + 1).toByteString())
                .build();
    }

    /** The same message in bytes as a sender may write them who knows no order: mixed, in pieces, with what nobody knows. */
    byte[] mixed(Message message) {
        var out = new ByteArrayOutputStream();
        List<byte[]> pieces = new ArrayList<>();
        message.getAllFields().forEach((field, value) -> {
            if (field.isRepeated()) {
                ((List<?>) value).forEach(element -> pieces.add(one(message, field, element)));
            } else {
                pieces.add(one(message, field, value));
            }
        });
        pieces.add(UnknownFieldSet.newBuilder()
                .addField(
                        4999,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(random.nextLong())
                                .addLengthDelimited(bytes())
                                .addGroup(UnknownFieldSet.newBuilder()
                                        .addField(
                                                1,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addFixed64(5)
                                                        .build())
                                        .build())
                                .build())
                .build()
                .toByteArray());
        Collections.shuffle(pieces, random);
        pieces.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] one(Message message, FieldDescriptor field, Object value) {
        var builder = DynamicMessage.newBuilder(message.getDescriptorForType());
        if (field.isRepeated()) {
            builder.addRepeatedField(field, value);
        } else {
            builder.setField(field, value);
        }
        return builder.buildPartial().toByteArray();
    }

    /** A few bytes changed, left out or put in. */
    byte[] mutated(byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && changed.length > 0; changes--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] = (byte) random.nextInt();
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = without(changed, at, 1 + random.nextInt(Math.min(8, changed.length - at)));
                default -> changed = doubled(changed, at, 1 + random.nextInt(Math.min(8, changed.length - at)));
            }
        }
        return changed;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        byte[] rest = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, rest, at, rest.length - at);
        return rest;
    }

    private static byte[] doubled(byte[] bytes, int at, int length) {
        byte[] more = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, more, at + length, bytes.length - at);
        return more;
    }
}
