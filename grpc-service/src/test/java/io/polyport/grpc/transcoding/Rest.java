package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;

/** A schema as its callers see it: what a request becomes, as protobuf itself reads the JSON. */
final class Rest {
    private final HttpBindings bindings;
    private final FileDescriptor file;

    Rest(FileDescriptor file) {
        this.file = file;
        this.bindings = HttpBindings.of(file.getServices());
    }

    static Rest of(String source, FileDescriptor... imports) {
        return new Rest(ProtoSource.link("syntax = \"proto3\"; package t;" + source, imports));
    }

    HttpBindings bindings() {
        return bindings;
    }

    BoundCall find(String method, String target) {
        int mark = target.indexOf('?');
        return bindings.find(method, mark < 0 ? target : target.substring(0, mark));
    }

    String json(String method, String target, String body) {
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return find(method, target)
                .request(query, false)
                .of(Buffer.buffer(body))
                .toString();
    }

    /** The method called and the message it gets in the text format: {@code GetMessage message_id: "1"}. */
    String call(String method, String target) {
        return call(method, target, "");
    }

    String call(String method, String target, String body) {
        BoundCall call = find(method, target);
        String json = json(method, target, body);
        var message = DynamicMessage.newBuilder(call.method().getInputType());
        var types = TypeRegistry.newBuilder().add(file.getMessageTypes()).build();
        try {
            JsonFormat.parser().usingTypeRegistry(types).merge(json, message);
        } catch (InvalidProtocolBufferException unfit) {
            throw new AssertionError(json, unfit);
        }
        String text = TextFormat.printer().emittingSingleLine(true).printToString(message.build());
        return (call.method().getName() + " " + text).strip();
    }

    Problem problem(String method, String target) {
        return problem(method, target, "");
    }

    Problem problem(String method, String target, String body) {
        var thrown = catchThrowableOfType(ProblemException.class, () -> json(method, target, body));
        assertThat(thrown).as(method + " " + target + " " + body).isNotNull();
        return thrown.problem();
    }

    /** The fields that the problem names. */
    String[] faultyFields(String method, String target, String body) {
        Problem problem = problem(method, target, body);
        assertThat(problem.type()).isEqualTo(TranscodingProblems.BAD_REQUEST);
        return problem.errors().stream().map(Problem.FieldError::field).toArray(String[]::new);
    }
}
