package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.config.ByteSize;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** What a server does, and how the call must end. */
record Fault(
        String name,
        ScriptedHttp2Server.Script onConnect,
        ScriptedHttp2Server.Script onRequest,
        GrpcCode code,
        String text,
        Duration connectTimeout) {
    /** Bytes that a message may have. */
    static final int LIMIT = 64 << 10;

    /** Of calls that their deadline has to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Of all others: no machine stands still for so long. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration IN_TIME = Duration.ofSeconds(15);

    /** Of a server that greets as it should. */
    static Fault of(String name, GrpcCode code, String text, ScriptedHttp2Server.Script script) {
        return new Fault(
                name, (peer, none) -> peer.frame(ScriptedHttp2Server.SETTINGS, 0, 0), script, code, text, LONG);
    }

    /** Of one that does not. */
    static Fault greeting(String name, GrpcCode code, String text, ScriptedHttp2Server.Script script) {
        return greeting(name, LONG, code, text, script);
    }

    /** As above, where the connect timeout has to end the call. */
    static Fault greeting(
            String name, Duration connectTimeout, GrpcCode code, String text, ScriptedHttp2Server.Script script) {
        return new Fault(name, script, (peer, stream) -> {}, code, text, connectTimeout);
    }

    /** Calls such a server. */
    void play(TestLoop loop) {
        try (var server = new ScriptedHttp2Server(onConnect, onRequest)) {
            long began = System.nanoTime();
            boolean endsLate = code == GrpcCode.DEADLINE_EXCEEDED;
            var target = new GrpcTarget(server.target().addresses(), Optional.empty(), Optional.empty(), limits());
            var settings = new GrpcCallSettings(GrpcMetadata.NONE, Optional.of(endsLate ? PATIENCE : LONG));
            var answer = loop.ask(target, "/x.Y/Z", settings, Buffer.buffer("hello"));

            assertThat(answer.status().code()).as(answer.status().message()).isEqualTo(code);
            assertThat(answer.status().message()).contains(text);
            if (!endsLate) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(IN_TIME);
            }
        }
    }

    private GrpcLimits limits() {
        return new GrpcLimits(
                connectTimeout,
                new ByteSize(LIMIT),
                new ByteSize(4 << 10),
                false,
                Optional.empty(),
                Duration.ofSeconds(5),
                100,
                false);
    }

    @Override
    public String toString() {
        return name;
    }
}
