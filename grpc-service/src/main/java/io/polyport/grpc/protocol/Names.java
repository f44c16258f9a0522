package io.polyport.grpc.protocol;

import io.netty.util.NetUtil;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.egress.Resolver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The IP addresses behind a target's addresses; a name that leads to several counts as so many. */
final class Names {
    /** As long as an answer is believed: what DNS for services (Kubernetes: 30 s) is usually made for. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(30);

    private static final int MOST = 64;

    private final GrpcTarget target;
    private final Resolver resolver;
    private List<Found> known = List.of();
    private Future<List<Found>> asking;
    private long since;

    record Found(GrpcTarget.Address address, SocketAddress ip) {}

    Names(Vertx vertx, GrpcTarget target) {
        this.target = target;
        this.resolver = Resolver.system(vertx, target.limits().connectTimeout().toMillis());
    }

    /** What is known, at once; it is looked up again in the meantime when it is old. Fails when nothing was ever found. */
    Future<List<Found>> current() {
        boolean isOld = System.nanoTime() - since > FRESH;
        if (known.isEmpty() || isOld) {
            var asked = ask();
            return known.isEmpty() ? asked : Future.succeededFuture(known);
        }
        return Future.succeededFuture(known);
    }

    private Future<List<Found>> ask() {
        if (asking == null) {
            var all = target.addresses().stream().map(this::find).toList();
            var asked = Future.join(all).transform(done -> took(all));
            asking = asked.isComplete() ? null : asked;
            return asked;
        }
        return asking;
    }

    private Future<List<Found>> took(List<Future<List<Found>>> all) {
        asking = null;
        since = System.nanoTime();
        var found = new ArrayList<Found>();
        all.stream()
                .filter(Future::succeeded)
                .flatMap(one -> one.result().stream())
                .distinct()
                .limit(MOST)
                .forEach(found::add);
        if (!found.isEmpty()) {
            known = List.copyOf(found);
            return Future.succeededFuture(known);
        }
        String hosts = String.join(
                ", ", target.addresses().stream().map(GrpcTarget.Address::host).toList());
        return known.isEmpty()
                ? Future.failedFuture("The name is not known, or the look-up took too long: " + hosts + ".")
                : Future.succeededFuture(known);
    }

    private Future<List<Found>> find(GrpcTarget.Address address) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(address.host());
        return (literal != null ? Future.succeededFuture(List.of(literal)) : resolver.resolve(address.host()))
                .map(ips -> ips.stream()
                        .map(ip -> new Found(
                                address, SocketAddress.inetSocketAddress(new InetSocketAddress(ip, address.port()))))
                        .toList());
    }
}
