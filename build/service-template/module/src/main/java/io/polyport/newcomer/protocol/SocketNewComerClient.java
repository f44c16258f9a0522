package io.polyport.newcomer.protocol;

import io.polyport.newcomer.Greeting;
import io.polyport.newcomer.NewComerClient;
import io.polyport.newcomer.NewComerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/** Speaks with the server over TCP, a connection per greeting. Used on the event loop that made it. */
public final class SocketNewComerClient implements NewComerClient {
    private final Vertx vertx;
    private final NewComerConfig config;
    private final NetClient sockets;

    public SocketNewComerClient(Vertx vertx, NewComerConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.sockets = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setTcpNoDelay(true));
    }

    @Override
    public Greeting greet(String name) {
        var conversation = new LineConversation(vertx, config.answerTimeout());
        sockets.connect(config.port(), config.host())
                .onSuccess(socket -> conversation.say(socket, name))
                .onFailure(ignored -> conversation.unreachable());
        return conversation;
    }

    @Override
    public Future<Void> close() {
        return sockets.close();
    }
}
