package io.polyport.system.grpc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.TcpFaultProxy;
import io.polyport.system.grpc.InteropPeer.Stack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A house before the interop servers that this machine has. Each is reached by a connection of its name, whose schema comes
 * by reflection, and by {@code <name>-gzip}, which compresses and lies behind a proxy that counts bytes.
 */
final class InteropHouse implements BeforeAllCallback, AfterAllCallback {
    static final String SERVICE = "grpc.testing.TestService";

    private final Map<Stack, InteropPeer> peers = new EnumMap<>(Stack.class);
    private final Map<Stack, TcpFaultProxy> proxies = new EnumMap<>(Stack.class);
    private GrpcHouse house;

    /** One server, as a caller of the REST face and as the server itself see it. */
    record Far(String connection, GrpcRest rest, InteropPeer peer, TcpFaultProxy gzipWay) {
        static String path(String connection, String method) {
            return GrpcRest.callPath(connection, SERVICE, method);
        }

        String path(String method) {
            return path(connection, method);
        }

        GrpcAnswer call(String method, JsonObject message, String... headers) {
            return rest.post(path(method), message, headers);
        }

        GrpcAnswer call(String method, JsonArray messages, String... headers) {
            return rest.post(path(method), messages, headers);
        }

        GrpcAnswer call(String method, List<JsonObject> records, String... headers) {
            return rest.post(path(method), records, headers);
        }

        /** Both ways at once. */
        Exchange exchange(String method, String... headers) {
            return rest.exchange(path(method), headers);
        }

        /** The same server by the connection that compresses. */
        Far gzip() {
            return new Far(connection + "-gzip", rest, peer, gzipWay);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var lines = new ArrayList<String>();
        for (Stack stack : Stack.values()) {
            String obstacle = stack.obstacle();
            if (obstacle != null) {
                System.err.println("Tests against " + stack + " are skipped: " + obstacle);
                continue;
            }
            InteropPeer peer = stack.start();
            peers.put(stack, peer);
            proxies.put(stack, TcpFaultProxy.to(peer.port()));
            lines.add(GrpcHouse.line(stack.toString(), peer.port()));
            lines.add(GrpcHouse.line(stack + "-gzip", proxies.get(stack).port(), "limits: {compress: true}"));
        }
        house = GrpcHouse.with(lines.toArray(String[]::new));
    }

    /** Skips the test where there is no such server. */
    Far far(Stack stack) {
        assumeTrue(peers.containsKey(stack), "no such server can be started here; the output says why");
        return new Far(stack.toString(), house.as("anna"), peers.get(stack), proxies.get(stack));
    }

    GrpcRest rest() {
        return house.as("anna");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (house != null) {
            house.close();
        }
        proxies.values().forEach(TcpFaultProxy::close);
        peers.values().forEach(InteropPeer::close);
    }
}
