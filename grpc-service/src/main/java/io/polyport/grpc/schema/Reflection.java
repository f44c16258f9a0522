package io.polyport.grpc.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.schema.ReflectionMessages.FileOfName;
import io.polyport.grpc.schema.ReflectionMessages.FileOfSymbol;
import io.polyport.grpc.schema.ReflectionMessages.Question;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Asks a server for its services and all files that they need, over one call. Answers come in the order of questions, of
 * which a few are under way at a time. A file comes alone or with everything that it imports: what came is not asked for
 * again. Used on one event loop.
 */
final class Reflection {
    private static final List<String> PATHS = List.of(
            "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,499}");
    private static final int UNDER_WAY = 8;
    private static final int LONGEST_TEXT = 500;
    /** Answers up to this are read at once: that takes about as long as changing threads. */
    private static final int SMALL = 32 << 10;

    private final SchemaSettings settings;
    private final Aside aside;
    private final GrpcCall call;
    private final Promise<Told> told = Promise.promise();
    private final Deque<Question> questions = new ArrayDeque<>();
    private final Deque<Question> underWay = new ArrayDeque<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> services = new LinkedHashSet<>();
    private final Set<String> described = new HashSet<>();
    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    private long bytes;
    private boolean hasAnswered;
    private boolean isSending;
    /** An answer is being read on another thread; the next one, and the call's status, wait. */
    private boolean isReading;

    private GrpcStatus over;
    private String lastRefusal = "";

    /**
     * What a server told.
     *
     * @param services the full names of those that it described
     */
    record Told(Collection<String> services, Collection<FileDescriptorProto> files) {}

    /** Does on another thread what takes long; the future comes back on the caller's context. */
    interface Aside {
        <T> Future<T> run(Callable<T> work);
    }

    /** An answer with its files. */
    private record Read(ReflectionMessages.Answer answer, List<FileDescriptorProto> files) {
        static Read of(Buffer message, int most) throws IOException {
            var answer = ReflectionMessages.decode(message, most);
            var files = new ArrayList<FileDescriptorProto>();
            if (answer instanceof ReflectionMessages.Files found) {
                for (ByteString file : found.files()) {
                    files.add(FileDescriptorProto.parseFrom(file, BuiltIns.options()));
                }
            }
            return new Read(answer, files);
        }
    }

    /** There is no such service: the other version may be there. */
    private static final class Unimplemented extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unimplemented() {
            super("unimplemented", null, false, false);
        }
    }

    private Reflection(SchemaSettings settings, Aside aside, GrpcCall call) {
        this.settings = settings;
        this.aside = aside;
        this.call = call;
    }

    /** Fails with a problem of {@link SchemaProblems}. */
    static Future<Told> ask(
            GrpcClient client, GrpcTarget target, GrpcMetadata metadata, SchemaSettings settings, Aside aside) {
        return ask(client, target, metadata, settings, aside, 0);
    }

    private static Future<Told> ask(
            GrpcClient client,
            GrpcTarget target,
            GrpcMetadata metadata,
            SchemaSettings settings,
            Aside aside,
            int version) {
        var settingsOfCall = new GrpcCallSettings(metadata, Optional.of(settings.reflectionTimeout()));
        return new Reflection(settings, aside, client.call(target, PATHS.get(version), settingsOfCall))
                .begin()
                .recover(failure -> {
                    if (!(failure instanceof Unimplemented)) {
                        return Future.failedFuture(failure);
                    }
                    return version + 1 < PATHS.size()
                            ? ask(client, target, metadata, settings, aside, version + 1)
                            : Future.failedFuture(SchemaProblems.REFLECTION_UNSUPPORTED.toException());
                });
    }

    private Future<Told> begin() {
        call.messages().handler(this::take);
        call.status().onSuccess(this::ended);
        call.messages().resume();
        questions.add(new ReflectionMessages.Services());
        next();
        return told.future();
    }

    private void next() {
        while (!told.future().isComplete() && !isSending && underWay.size() < UNDER_WAY && !questions.isEmpty()) {
            Question question = questions.remove();
            // Its file may have come with another one's while it waited.
            if (!isAnswered(question)) {
                send(question);
            }
        }
        if (!told.future().isComplete() && questions.isEmpty() && underWay.isEmpty()) {
            finish();
        }
    }

    private void send(Question question) {
        underWay.add(question);
        Future<Void> sent = call.send(question.encoded());
        isSending = !sent.succeeded();
        if (isSending) {
            // What a failure means is said by the status.
            sent.onSuccess(done -> {
                isSending = false;
                next();
            });
        }
    }

    private boolean isAnswered(Question question) {
        return switch (question) {
            case FileOfName file -> files.containsKey(file.name());
            case FileOfSymbol symbol -> described.contains(symbol.symbol());
            case ReflectionMessages.Services all -> false;
        };
    }

    private void finish() {
        if (described.isEmpty() && !services.isEmpty()) {
            fail(SchemaProblems.REFLECTION_INVALID, "It describes none of the services that it names. " + lastRefusal);
            return;
        }
        call.complete();
        services.retainAll(described);
        told.tryComplete(new Told(List.copyOf(services), List.copyOf(files.values())));
    }

    private void ended(GrpcStatus status) {
        if (isReading) {
            over = status;
        } else if (status.code() == GrpcCode.UNIMPLEMENTED && !hasAnswered) {
            told.tryFail(new Unimplemented());
        } else if (status.isLocal() && status.code() == GrpcCode.RESOURCE_EXHAUSTED) {
            fail(SchemaProblems.REFLECTION_TOO_LARGE, shortened(status.message()) + ".");
        } else if (status.code() == GrpcCode.DEADLINE_EXCEEDED) {
            fail(SchemaProblems.REFLECTION_TIMEOUT, "");
        } else if (status.isOk()) {
            fail(SchemaProblems.REFLECTION_FAILED, "It ended the call before it had answered.");
        } else {
            fail(
                    SchemaProblems.REFLECTION_FAILED,
                    "The call ended with " + status.code() + (status.message().isEmpty() ? "" : ": ")
                            + shortened(status.message()) + ".");
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }

    private void fail(ProblemType type, String what) {
        if (told.tryFail(failure(type, what))) {
            call.cancel();
        }
    }

    private static ProblemException failure(ProblemType type, String what) {
        return type.toException((what + " " + type.advice()).strip());
    }

    private void take(Buffer message) {
        if (told.future().isComplete()) {
            return;
        }
        hasAnswered = true;
        bytes += message.length();
        if (bytes > settings.bytes().bytes()) {
            fail(SchemaProblems.REFLECTION_TOO_LARGE, "That is more than " + settings.bytes() + ".");
            return;
        }
        Question question = underWay.poll();
        if (question == null) {
            fail(SchemaProblems.REFLECTION_INVALID, "It answers what was not asked.");
            return;
        }
        if (message.length() > SMALL) {
            readAside(question, message);
            return;
        }
        try {
            read(question, Read.of(message, settings.files()));
        } catch (IOException broken) {
            unreadable(broken);
        }
    }

    private void readAside(Question question, Buffer message) {
        isReading = true;
        call.messages().pause();
        aside.run(() -> Read.of(message, settings.files())).onComplete(read -> {
            isReading = false;
            if (read.succeeded()) {
                read(question, read.result());
            } else {
                unreadable(read.cause());
            }
            call.messages().resume();
            if (over != null) {
                ended(over);
            }
        });
    }

    private void unreadable(Throwable cause) {
        switch (cause) {
            case ReflectionMessages.TooMany tooMany -> failTooManyFiles();
            case IOException broken -> fail(SchemaProblems.REFLECTION_INVALID, "An answer of it can't be read.");
            default -> {
                told.tryFail(cause);
                call.cancel();
            }
        }
    }

    private void failTooManyFiles() {
        fail(SchemaProblems.REFLECTION_TOO_LARGE, "That is more than " + settings.files() + " files.");
    }

    private void read(Question question, Read read) {
        switch (read.answer()) {
            case ReflectionMessages.ServiceNames list
            when question instanceof ReflectionMessages.Services -> list.names().forEach(this::takeService);
            case ReflectionMessages.Files found
            when !(question instanceof ReflectionMessages.Services) ->
                read.files().forEach(this::takeFile);
            case ReflectionMessages.Refusal refusal -> takeRefusal(question, refusal);
            default -> fail(SchemaProblems.REFLECTION_INVALID, "It answers something else than what was asked.");
        }
        if (asked.size() > 2 * settings.files() || files.size() > settings.files()) {
            failTooManyFiles();
        } else {
            next();
        }
    }

    private void takeService(String name) {
        if (!SERVICE.matcher(name).matches()) {
            fail(SchemaProblems.REFLECTION_INVALID, "It names a service that can't have such a name.");
        } else if (services.add(name) && asked.add("symbol " + name)) {
            if (BuiltIns.definer(name).isPresent()) {
                described.add(name);
            } else {
                questions.add(new FileOfSymbol(name));
            }
        }
    }

    private void takeFile(FileDescriptorProto file) {
        FileDescriptorProto other = files.putIfAbsent(file.getName(), file);
        if (other != null) {
            if (!other.equals(file)) {
                fail(
                        SchemaProblems.REFLECTION_INVALID,
                        "It tells of two files named " + shortened(file.getName()) + " with different contents.");
            }
            return;
        }
        String scope = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
        file.getServiceList().forEach(service -> described.add(scope + service.getName()));
        for (String name : file.getDependencyList()) {
            if (!BuiltIns.has(name) && !files.containsKey(name) && asked.add("file " + name)) {
                questions.add(new FileOfName(name));
            }
        }
    }

    /** A file that the server does not know under the name in an import may have come under another one: linking tells. */
    private void takeRefusal(Question question, ReflectionMessages.Refusal refusal) {
        GrpcCode code = GrpcCode.of(refusal.code());
        lastRefusal = "It says " + code + ": " + shortened(refusal.message());
        if (question instanceof ReflectionMessages.Services) {
            if (code == GrpcCode.UNIMPLEMENTED) {
                call.cancel();
                told.tryFail(new Unimplemented());
            } else {
                fail(SchemaProblems.REFLECTION_FAILED, lastRefusal + ".");
            }
        }
    }
}
