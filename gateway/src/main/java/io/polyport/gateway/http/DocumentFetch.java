package io.polyport.gateway.http;

import io.polyport.gateway.exchange.ForwardedCall;
import io.polyport.gateway.route.Directory;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a service for a document that its contract wants shown: a call as any other, but the gateway's own. Its paths begin
 * with the service's prefix, as on a gateway that stands at the root of its host.
 */
final class DocumentFetch {
    static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final long WITHIN_MILLIS = 5_000;
    private static final int OK = 200;

    private DocumentFetch() {}

    /** Why there is no document, in words for everybody. */
    static final class Lack extends RuntimeException {
        Lack(String why) {
            super(why, null, false, false);
        }
    }

    /** Ends within five seconds. */
    static Future<Buffer> of(Edge edge, ServiceDocuments.Key key, Envelope.Trace trace) {
        Directory.Target target = edge.registry()
                .directory()
                .find("GET", OpenApiDocument.prefix(key.service()) + key.path(), Optional.empty());
        if (!target.service().equals(key.service()) || target.route().writes()) {
            throw new Lack("its path is none that only reads");
        }
        ForwardedCall call = edge.forwarder()
                .forward(target, Optional.empty(), envelope(target, trace), Buffer.buffer(), Optional.empty());
        Promise<Buffer> done = Promise.promise();
        long timer = edge.vertx().setTimer(WITHIN_MILLIS, ignored -> {
            done.tryFail(new Lack("it did not come in time"));
            call.cancel("nobody waits any longer");
        });
        call.answer()
                .onSuccess(answer -> take(call, answer, done))
                .onFailure(failed -> done.tryFail(new Lack("it can't be had")));
        return done.future().onComplete(ended -> edge.vertx().cancelTimer(timer));
    }

    private static Envelope envelope(Directory.Target target, Envelope.Trace trace) {
        var request = new Envelope.Request(
                target.route().operationId(),
                "GET",
                target.rest(),
                "",
                "http://gateway" + target.prefix(),
                List.of(),
                target.arguments());
        return new Envelope(
                request,
                new Principal("gateway", "", Set.copyOf(target.route().scopes()), new JsonObject()),
                List.of(),
                List.of(),
                List.of(),
                trace,
                System.currentTimeMillis() + WITHIN_MILLIS,
                WITHIN_MILLIS,
                new Envelope.Origin("", 0, 0),
                Envelope.Body.NONE,
                Envelope.Flow.USUAL);
    }

    private static void take(ForwardedCall call, OutgoingCall.Received answer, Promise<Buffer> done) {
        if (answer.status() != OK) {
            done.tryFail(new Lack("it was answered with the status " + answer.status()));
            call.cancel("no document");
        } else if (answer.whole() != null) {
            done.tryComplete(answer.whole());
        } else {
            var gathered = Buffer.buffer();
            var body = answer.stream();
            body.exceptionHandler(cut -> done.tryFail(new Lack("it was cut")));
            body.endHandler(ended -> done.tryComplete(gathered));
            body.handler(bytes -> {
                if (gathered.length() + bytes.length() > MOST_BYTES) {
                    body.pause();
                    done.tryFail(new Lack("it has more than " + (MOST_BYTES >> 20) + " MiB"));
                    call.cancel("too large");
                } else {
                    gathered.appendBuffer(bytes);
                }
            });
        }
    }
}
