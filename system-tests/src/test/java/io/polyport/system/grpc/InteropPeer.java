package io.polyport.system.grpc;

import io.polyport.kit.fixtures.TestAuthority;

/** A server of {@code grpc.testing.TestService} on loopback, and what it has seen of calls. */
interface InteropPeer extends AutoCloseable {
    int port();

    /** Calls of a method that have begun. */
    int begun(String method);

    /** Calls of a method that the server was told are cancelled. */
    int cancelled(String method);

    @Override
    void close();

    /** Which gRPC it is built on. */
    enum Stack {
        GRPC_JAVA("grpc-java"),
        GRPC_JS("grpc-js");

        private final String name;

        Stack(String name) {
            this.name = name;
        }

        /** Why it can't be started here, or null. */
        String obstacle() {
            return this == GRPC_JS ? NodePeer.obstacle() : null;
        }

        InteropPeer start() {
            return this == GRPC_JS ? NodePeer.start() : JavaPeer.start();
        }

        /** With TLS and this certificate. */
        InteropPeer start(TestAuthority.Identity identity) {
            return this == GRPC_JS ? NodePeer.start(identity) : JavaPeer.start(identity);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
