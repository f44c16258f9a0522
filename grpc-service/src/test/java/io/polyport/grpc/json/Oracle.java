package io.polyport.grpc.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.lang.reflect.Method;

/** Google's own mapping. What it can do with extensions is not open to other packages; here it is asked for all the same. */
final class Oracle {
    private final EveryKind kinds;

    Oracle(EveryKind kinds) {
        this.kinds = kinds;
    }

    DynamicMessage message(Descriptor type, byte[] wire) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(type, wire, kinds.extensions());
    }

    JsonFormat.Printer printer() {
        var printer = JsonFormat.printer().usingTypeRegistry(kinds.registry);
        printer = (JsonFormat.Printer)
                call(printer, "usingExtensionRegistry", new Class<?>[] {ExtensionRegistry.class}, kinds.extensions());
        return (JsonFormat.Printer) call(printer, "printingFullyQualifiedExtensionNames", new Class<?>[0]);
    }

    DynamicMessage parse(Descriptor type, String json, boolean ignoreUnknown) throws InvalidProtocolBufferException {
        var parser = JsonFormat.parser().usingTypeRegistry(kinds.registry);
        parser = (JsonFormat.Parser)
                call(parser, "usingExtensionRegistry", new Class<?>[] {ExtensionRegistry.class}, kinds.extensions());
        var builder = DynamicMessage.newBuilder(type);
        (ignoreUnknown ? parser.ignoringUnknownFields() : parser).merge(json, builder);
        return builder.build();
    }

    static JsonElement tree(String json) {
        return JsonParser.parseString(json);
    }

    private static Object call(Object on, String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = on.getClass().getDeclaredMethod(name, types);
            method.setAccessible(true);
            return method.invoke(on, arguments);
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError("JsonFormat is not as it was", changed);
        }
    }
}
