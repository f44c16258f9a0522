package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.Descriptor;

/** The codecs of one schema. They share their tables, which are made when they are first needed. */
public final class MessageCodecs {
    private final Shapes shapes;

    public MessageCodecs(KnownTypes types) {
        shapes = new Shapes(types);
    }

    /** The codec of a message type; cheap when the type was asked for before. */
    public MessageCodec of(Descriptor type) {
        return new MessageCodec(shapes.of(type), shapes);
    }
}
