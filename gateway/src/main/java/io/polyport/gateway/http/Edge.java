package io.polyport.gateway.http;

import io.polyport.gateway.WebSocketConfig;
import io.polyport.gateway.exchange.Forwarder;
import io.polyport.gateway.identity.Authenticator;
import io.polyport.gateway.identity.Tickets;
import io.polyport.gateway.password.Passwords;
import io.polyport.gateway.policy.Policies;
import io.polyport.gateway.route.Publications;
import io.polyport.gateway.route.Registry;
import io.polyport.kit.bus.OpenedIds;
import io.polyport.kit.bus.Places;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * What every request on one event loop passes through.
 *
 * @param timeout to the head of an answer, where neither contract nor caller says otherwise
 * @param openApi shared by all event loops
 * @param pingEvery how often a connection with a silent call is asked whether its other end is there
 * @param places how many WebSockets there may be, shared by all event loops
 * @param sockets the WebSockets of this event loop
 * @param realm for {@code WWW-Authenticate}
 * @param hsts the value of {@code Strict-Transport-Security}, on TLS listeners
 */
record Edge(
        Vertx vertx,
        Authenticator authenticator,
        Passwords passwords,
        Publications publications,
        Policies policies,
        Registry registry,
        Forwarder forwarder,
        OpenedIds openedIds,
        Tickets tickets,
        Forwarding forwarding,
        BaseUrl baseUrl,
        Observer observer,
        OpenApiDocument openApi,
        ServiceDocuments documents,
        Duration timeout,
        Duration pingEvery,
        WebSocketConfig webSockets,
        Origins origins,
        Places places,
        OpenSockets sockets,
        String realm,
        Optional<String> hsts) {}
