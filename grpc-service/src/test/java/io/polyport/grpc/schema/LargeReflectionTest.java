package io.polyport.grpc.schema;

import static io.polyport.grpc.schema.PretendedServer.TARGET;
import static io.polyport.grpc.schema.PretendedServer.files;
import static io.polyport.grpc.schema.PretendedServer.services;
import static io.polyport.grpc.schema.ReflectionTest.SERVICE;
import static io.polyport.grpc.schema.ReflectionTest.TYPES;
import static io.polyport.grpc.schema.ReflectionTest.key;
import static io.polyport.grpc.schema.ReflectionTest.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that are too large to be read on an event loop. */
final class LargeReflectionTest {
    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    /** More than what is read at once. */
    private static FileDescriptorProto large() {
        var large = TYPES.toBuilder();
        for (int i = 0; i < 2000; i++) {
            large.addMessageTypeBuilder().setName("OneOfManyMessages" + i);
        }
        return large.build();
    }

    /** On the event loop, with the work of other threads put off. */
    private Future<Reflection.Told> ask(PretendedServer server, Reflection.Aside aside) {
        Promise<Reflection.Told> told = Promise.promise();
        open.context.runOnContext(
                go -> Reflection.ask(server, TARGET, GrpcMetadata.NONE, SchemaSettings.defaults(), aside)
                        .onComplete(told));
        return told.future();
    }

    @Test
    @DisplayName("GR-3 a large answer is read on another thread, and the end of the call waits for that")
    void aside() {
        Queue<Runnable> putOff = new ConcurrentLinkedQueue<>();
        var server = new PretendedServer((call, request) -> {
            if (key(request).equals("*")) {
                call.answer(services("p.S"));
            } else {
                call.answer(files(SERVICE, large()));
                call.end(GrpcStatus.local(GrpcCode.OK, ""));
            }
        });
        var told = ask(server, new Reflection.Aside() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                Promise<T> done = Promise.promise();
                putOff.add(() -> {
                    try {
                        done.complete(work.call());
                    } catch (Exception failure) {
                        done.fail(failure);
                    }
                });
                return done.future();
            }
        });
        Eventually.holds(Duration.ofSeconds(30), "put off", () -> putOff.size() == 1);
        Eventually.holds(
                Duration.ofSeconds(30),
                "ended",
                () -> server.calls.getFirst().status().isComplete());
        open.context.runOnContext(turn -> putOff.remove().run());
        assertThat(Waiting.value(told).services()).containsExactly("p.S");
        assertThat(Waiting.value(told).files()).contains(large());
    }

    @Test
    @DisplayName("a large answer for which no thread is free ends the question with that problem")
    void noThread() {
        var server = table(Map.of("*", services("p.S"), "p.S", files(SERVICE, large())));
        var told = ask(server, new Reflection.Aside() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                return Future.failedFuture(SchemaProblems.BUSY.toException());
            }
        });
        assertThatThrownBy(() -> Waiting.value(told)).hasMessageContaining(SchemaProblems.BUSY.code());
        Eventually.holds(Duration.ofSeconds(30), "the call is cancelled", () -> server.calls.getFirst().isCancelled);
    }
}
