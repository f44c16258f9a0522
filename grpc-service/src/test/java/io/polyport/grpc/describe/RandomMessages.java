package io.polyport.grpc.describe;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import java.util.Random;

/** Messages of any type with values of every kind in them, that protobuf can write as JSON. */
final class RandomMessages {
    private static final int DEEPEST = 4;
    private static final long MOST_SECONDS = 250_000_000_000L;

    private final Random random;
    private final Descriptor inAny;

    RandomMessages(Random random, Descriptor inAny) {
        this.random = random;
        this.inAny = inAny;
    }

    Message of(Descriptor type) {
        return message(type, 0);
    }

    private Message message(Descriptor type, int depth) {
        switch (type.getFullName()) {
            case "google.protobuf.Timestamp", "google.protobuf.Duration" -> {
                return time(type);
            }
            case "google.protobuf.FieldMask" -> {
                var mask = DynamicMessage.newBuilder(type);
                return random.nextBoolean()
                        ? mask.build()
                        : mask.addRepeatedField(type.findFieldByNumber(1), "a.long_name")
                                .addRepeatedField(type.findFieldByNumber(1), "b")
                                .build();
            }
            case "google.protobuf.Any" -> {
                return random.nextInt(4) == 0 ? Any.getDefaultInstance() : Any.pack(message(inAny, DEEPEST));
            }
            case "google.protobuf.Value" -> {
                return Value.newBuilder().setStringValue("v" + random.nextInt()).build();
            }
            default -> {
                return fields(type, depth);
            }
        }
    }

    private Message time(Descriptor type) {
        long sign = type.getName().equals("Duration") && random.nextBoolean() ? -1 : 1;
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("seconds"), sign * random.nextLong(MOST_SECONDS))
                .setField(type.findFieldByName("nanos"), (int) sign * random.nextInt(1_000_000_000))
                .build();
    }

    private Message fields(Descriptor type, int depth) {
        var message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            boolean nested = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            boolean entry = type.getOptions().getMapEntry();
            if (!field.isRequired() && !entry && ((nested && depth >= DEEPEST) || random.nextInt(3) == 0)) {
                continue;
            }
            if (!field.isRepeated()) {
                message.setField(field, value(field, depth + 1));
            } else if (field.isMapField()) {
                message.addRepeatedField(field, message(field.getMessageType(), depth));
            } else {
                for (int i = random.nextInt(3); i > 0; i--) {
                    message.addRepeatedField(field, value(field, depth + 1));
                }
            }
        }
        return message.build();
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextBoolean() ? random.nextInt() : random.nextInt(3) - 1;
            case LONG -> random.nextBoolean() ? random.nextLong() : random.nextLong(3) - 1;
            case BOOLEAN -> random.nextBoolean();
            case FLOAT -> new Float[] {Float.NaN, 1e38f, -0.0f, random.nextFloat(), 7f}[random.nextInt(5)];
            case DOUBLE ->
                new Double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e-300, random.nextDouble(), 7d}[random.nextInt(5)];
            case STRING -> random.nextBoolean() ? "" : "Ж\"\n" + random.nextInt();
            case BYTE_STRING -> {
                byte[] bytes = new byte[random.nextInt(5)];
                random.nextBytes(bytes);
                yield ByteString.copyFrom(bytes);
            }
            case ENUM -> constant(field.getEnumType());
            case MESSAGE -> message(field.getMessageType(), depth);
        };
    }

    private Object constant(EnumDescriptor type) {
        boolean unknown = !type.isClosed() && random.nextInt(4) == 0;
        return unknown
                ? type.findValueByNumberCreatingIfUnknown(4711)
                : type.getValues().get(random.nextInt(type.getValues().size()));
    }
}
