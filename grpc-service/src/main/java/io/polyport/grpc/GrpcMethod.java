package io.polyport.grpc;

import io.polyport.grpc.json.JsonRules;
import io.vertx.core.buffer.Buffer;

/**
 * A method of a far service, and how its messages are read and written.
 *
 * @param service the service's full name
 * @param name the method's
 */
public record GrpcMethod(String service, String name, Kind kind, Request request, Answer answer) {
    /** Which sides send more than one message. */
    public enum Kind {
        UNARY(false, false),
        CLIENT_STREAMING(true, false),
        SERVER_STREAMING(false, true),
        BIDIRECTIONAL(true, true);

        private final boolean clientStreams;
        private final boolean serverStreams;

        Kind(boolean clientStreams, boolean serverStreams) {
            this.clientStreams = clientStreams;
            this.serverStreams = serverStreams;
        }

        public static Kind of(boolean clientStreams, boolean serverStreams) {
            if (clientStreams) {
                return serverStreams ? BIDIRECTIONAL : CLIENT_STREAMING;
            }
            return serverStreams ? SERVER_STREAMING : UNARY;
        }

        public boolean clientStreams() {
            return clientStreams;
        }

        public boolean serverStreams() {
            return serverStreams;
        }
    }

    /** What is sent. */
    @FunctionalInterface
    public interface Request {
        /** The message of a JSON value; fails with {@code request.invalid}, which names the field. */
        Buffer toWire(Buffer json, JsonRules rules);

        /** Whether a request's body is not JSON but any bytes ({@code google.api.HttpBody}). */
        default boolean takesBytes() {
            return false;
        }
    }

    /** What comes. */
    @FunctionalInterface
    public interface Answer {
        /** One JSON value without a line break; fails with {@code grpc.message-invalid}. */
        Buffer toJson(Buffer message, JsonRules rules);

        /** The body of the answer of a call that has one. */
        default Body body(Buffer message, JsonRules rules) {
            return new Body("application/json", toJson(message, rules));
        }
    }

    /** What HTTP carries. */
    public record Body(String contentType, Buffer bytes) {}

    /** {@code /package.Service/Method}. */
    public String path() {
        return "/" + service + "/" + name;
    }
}
