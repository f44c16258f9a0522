package io.polyport.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends an HTTP/1 connection with a TCP reset. For an answer whose end is told by nothing but the connection's (RFC 9112
 * §6.3, 8): an orderly end would make the part that came look like the whole.
 */
final class AbruptEnd {
    private AbruptEnd() {}

    static void of(HttpConnection connection) {
        of(((ConnectionBase) connection).channel());
    }

    static void of(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // From the pipeline's first handler on: TLS must not say the goodbye by which a client knows a real end.
        channel.pipeline().firstContext().close();
    }
}
