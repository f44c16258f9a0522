package io.polyport.grpc.protocol;

import io.netty.util.NetUtil;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.egress.CheckedTarget;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.egress.Resolver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/** Where an address of a target may be connected to. */
@FunctionalInterface
interface Lookup {
    /** Fails when the name is not known, or what it leads to is not allowed. */
    Future<List<InetAddress>> find(GrpcTarget.Address address);

    /** For what the configuration names: any answer of the system is right. */
    static Lookup system(Vertx vertx) {
        // Each target has a shorter time of its own.
        var resolver = Resolver.system(vertx, 60_000);
        return address -> {
            InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address.host());
            return literal != null ? Future.succeededFuture(List.of(literal)) : resolver.resolve(address.host());
        };
    }

    /** For what callers name: the guard looks at every answer, since the next one may lead elsewhere. */
    static Lookup guarded(EgressGuard guard) {
        return address -> guard.checkAll(address.host(), address.port())
                .map(all -> all.stream().map(CheckedTarget::address).toList());
    }
}
