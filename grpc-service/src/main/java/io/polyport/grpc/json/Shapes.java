package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tables made so far for one schema. They live as long as its codecs do. */
final class Shapes {
    private final KnownTypes types;
    private final Map<Descriptor, Shape> shapes = new ConcurrentHashMap<>();
    private final Map<EnumDescriptor, Names> names = new ConcurrentHashMap<>();

    Shapes(KnownTypes types) {
        this.types = types;
    }

    KnownTypes types() {
        return types;
    }

    /** Two threads may make the same table at once: both are right. */
    Shape of(Descriptor type) {
        Shape known = shapes.get(type);
        if (known == null) {
            known = new Shape(type, this);
            shapes.put(type, known);
        }
        return known;
    }

    Names names(EnumDescriptor type) {
        return names.computeIfAbsent(type, Names::new);
    }

    /** The message that the URL of an Any names, or null: {@code type.googleapis.com/google.rpc.ErrorInfo}. */
    Shape ofUrl(String url) {
        int slash = url.lastIndexOf('/');
        Descriptor type = slash < 0 ? null : types.find(url.substring(slash + 1));
        return type == null ? null : of(type);
    }
}
