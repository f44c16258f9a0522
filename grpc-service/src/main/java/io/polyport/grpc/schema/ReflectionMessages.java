package io.polyport.grpc.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The messages of grpc.reflection.v1.ServerReflection, which v1alpha has too, as bytes (reflection.proto of grpc-proto). */
final class ReflectionMessages {
    private static final int FILE_BY_FILENAME = 3;
    private static final int FILE_CONTAINING_SYMBOL = 4;
    private static final int LIST_SERVICES = 7;

    private static final int FILE_DESCRIPTOR_RESPONSE = 4;
    private static final int LIST_SERVICES_RESPONSE = 6;
    private static final int ERROR_RESPONSE = 7;

    private ReflectionMessages() {}

    /** What is asked. */
    sealed interface Question {
        Buffer encoded();
    }

    record Services() implements Question {
        @Override
        public Buffer encoded() {
            // The field's value has no meaning; an empty one would not be sent.
            return request(LIST_SERVICES, "*");
        }
    }

    record FileOfSymbol(String symbol) implements Question {
        @Override
        public Buffer encoded() {
            return request(FILE_CONTAINING_SYMBOL, symbol);
        }
    }

    record FileOfName(String name) implements Question {
        @Override
        public Buffer encoded() {
            return request(FILE_BY_FILENAME, name);
        }
    }

    private static Buffer request(int field, String value) {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeString(field, value);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** What is answered. */
    sealed interface Answer {}

    record ServiceNames(List<String> names) implements Answer {}

    /** One file, or it with all that it imports. */
    record Files(List<ByteString> files) implements Answer {}

    /** @param code of {@link io.polyport.grpc.GrpcCode} */
    record Refusal(int code, String message) implements Answer {}

    /** Something else. */
    record Other() implements Answer {}

    /** It has more names or files than may be. */
    static final class TooMany extends IOException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("too many");
        }
    }

    /**
     * @param most files
     * @throws IOException when it is no message
     */
    static Answer decode(Buffer message, int most) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message.getBytes());
        Answer answer = new Other();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean isMessage = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            switch (isMessage ? WireFormat.getTagFieldNumber(tag) : 0) {
                case FILE_DESCRIPTOR_RESPONSE -> answer = new Files(members(in.readBytes(), most));
                case LIST_SERVICES_RESPONSE -> answer = new ServiceNames(names(in.readBytes(), 2 * most));
                case ERROR_RESPONSE -> answer = refusal(in.readBytes().newCodedInput());
                default -> in.skipField(tag);
            }
        }
        return answer;
    }

    /** The members of a repeated field 1 of messages or bytes. */
    private static List<ByteString> members(ByteString message, int most) throws IOException {
        var members = new ArrayList<ByteString>();
        CodedInputStream in = message.newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                if (members.size() == most) {
                    throw new TooMany();
                }
                members.add(in.readBytes());
            } else {
                in.skipField(tag);
            }
        }
        return members;
    }

    private static List<String> names(ByteString message, int most) throws IOException {
        var names = new ArrayList<String>();
        for (ByteString service : members(message, most)) {
            members(service, most).stream()
                    .reduce((one, last) -> last)
                    .ifPresent(name -> names.add(name.toStringUtf8()));
        }
        return names;
    }

    private static Refusal refusal(CodedInputStream in) throws IOException {
        int code = 0;
        String message = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 -> code = in.readInt32();
                case 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> message = in.readString();
                default -> in.skipField(tag);
            }
        }
        return new Refusal(code, message);
    }
}
