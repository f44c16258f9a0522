package io.polyport.ftp.protocol;

import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;

/** How the data connections of one session come about. */
interface DataConnections {
    /** Makes one ready, before the command that uses it is sent. */
    Future<Prepared> prepare();

    /** A data connection that the server has been told of. Whoever has it either takes its socket or abandons it. */
    interface Prepared {
        /** The paused socket; to be asked for once, after the command was sent. */
        Future<NetSocket> socket();

        /** The server has accepted the command: from now on the connection has to come in time. */
        void hurry();

        /**
         * It is not needed; whatever is open of it is closed. Without effect once its socket was closed.
         *
         * @param refused whether the server has said that it won't connect; else it may still do so, late
         */
        void abandon(boolean refused);
    }
}
