package io.polyport.system.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The output of a program")
class NodeTest {
    private static final String REPORTED = """
            12:00:00.000 ERROR RunningProgram: an exception that nobody handled
            java.lang.IllegalStateException: Promise already completed
            \tat io.vertx.core.Promise.fail(Promise.java:104)
            \tat io.vertx.core.Promise.complete(Promise.java:63)
            """;

    @Test
    @DisplayName("may hold what Vert.x says of a write to a connection that has died")
    void writeThatFailed() {
        assertThat(Node.faultIn(REPORTED + """
            \tat io.vertx.core.impl.future.FutureBase.lambda$emitResult$0(FutureBase.java:59)
            \tat io.vertx.core.impl.ContextBase.execute(ContextBase.java:96)
            \tat io.vertx.core.impl.future.FutureBase.emitResult(FutureBase.java:56)
            \tat io.vertx.core.impl.future.FutureImpl.completeInternal(FutureImpl.java:163)
            \tat io.vertx.core.impl.future.FutureImpl.tryFail(FutureImpl.java:176)
            \tat io.vertx.core.net.impl.DelegatingChannelPromise.setFailure(DelegatingChannelPromise.java:61)
            \tat io.vertx.core.net.impl.VertxConnection$1.cancel(VertxConnection.java:418)
            """)).isEmpty();
        assertThat(Node.faultIn(REPORTED + """
            \tat io.vertx.core.impl.future.FutureBase.emitResult(FutureBase.java:68)
            \tat io.vertx.core.impl.future.FutureImpl.addListener(FutureImpl.java:130)
            \tat io.vertx.core.impl.future.FutureImpl.onComplete(FutureImpl.java:96)
            \tat io.vertx.core.eventbus.impl.clustered.OutboundConnection.writeMessage(OutboundConnection.java:82)
            """)).isEmpty();
    }

    @Test
    @DisplayName("may not hold the same complaint about a promise of our own")
    void ownPromise() {
        assertThat(Node.faultIn(REPORTED + """
            \tat io.vertx.core.impl.future.FutureBase.emitResult(FutureBase.java:68)
            \tat io.vertx.core.impl.future.FutureImpl.addListener(FutureImpl.java:130)
            \tat io.vertx.core.impl.future.FutureImpl.onComplete(FutureImpl.java:96)
            \tat io.polyport.kit.stream.Link.sendOne(Link.java:104)
            """)).contains("an exception that nobody handled");
    }

    @Test
    @DisplayName("may not hold a leak, however much else it holds")
    void leak() {
        assertThat(Node.faultIn("fine\nLEAK: ByteBuf.release() was not called\nfine"))
                .contains("LEAK:");
    }
}
