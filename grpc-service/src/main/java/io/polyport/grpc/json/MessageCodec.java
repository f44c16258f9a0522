package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The codec of one message type. Any number of threads may use it at once. */
public final class MessageCodec {
    private final Descriptor type;
    private final KnownTypes types;

    private MessageCodec(Descriptor type, KnownTypes types) {
        this.type = type;
        this.types = types;
    }

    /** The codec of a message type. */
    public static MessageCodec of(Descriptor type, KnownTypes types) {
        return new MessageCodec(type, types);
    }

    /**
     * @param json one JSON value in UTF-8
     * @param most bytes that the message may have
     * @throws JsonFault when it is no message of the type, or a larger one
     */
    public Buffer toWire(Buffer json, JsonRules rules, int most) {
        try {
            var builder = DynamicMessage.newBuilder(type);
            var parser = JsonFormat.parser().usingTypeRegistry(registry());
            (rules.ignoreUnknown() ? parser.ignoringUnknownFields() : parser)
                    .merge(json.toString(StandardCharsets.UTF_8), builder);
            return Buffer.buffer(builder.build().toByteArray());
        } catch (InvalidProtocolBufferException | RuntimeException wrong) {
            throw new JsonFault("", wrong.getMessage());
        }
    }

    /**
     * @param wire the bytes of one message, without gRPC's prefix
     * @param most bytes that the JSON may have
     * @return UTF-8 without a line break, fit to be a record of NDJSON
     * @throws WireFault when these are no bytes of such a message, or JSON cannot say it, or would be larger
     */
    public Buffer toJson(Buffer wire, JsonRules rules, int most) {
        try {
            var message = DynamicMessage.parseFrom(type, wire.getBytes(), types.extensions());
            var printer = JsonFormat.printer().usingTypeRegistry(registry()).omittingInsignificantWhitespace();
            printer = rules.emitDefaults() ? printer.alwaysPrintFieldsWithNoPresence() : printer;
            return Buffer.buffer(
                    (rules.originalNames() ? printer.preservingProtoFieldNames() : printer).print(message));
        } catch (InvalidProtocolBufferException | RuntimeException wrong) {
            throw new WireFault(wrong.getMessage());
        }
    }

    private TypeRegistry registry() {
        return TypeRegistry.newBuilder().add(type).build();
    }
}
