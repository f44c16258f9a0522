package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.egress.EgressProblems;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The IP addresses behind a target's addresses; a name that leads to several counts as so many. */
final class Names {
    /** As long as an answer is believed: what DNS for services (Kubernetes: 30 s) is usually made for. */
    private static final long FRESH = TimeUnit.SECONDS.toNanos(30);
    /** How soon it is asked again when none of the servers can be reached. */
    private static final long JUST_NOW = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST = 64;

    private final GrpcTarget target;
    private final Lookup lookup;
    private List<Found> known = List.of();
    private Set<GrpcTarget.Address> denied = Set.of();
    private Runnable onDenied = () -> {};
    private Future<List<Found>> asking;
    private long since;

    record Found(GrpcTarget.Address address, SocketAddress ip) {}

    Names(GrpcTarget target, Lookup lookup) {
        this.target = target;
        this.lookup = lookup;
    }

    /** @param listener hears when the guard has refused what one of the names leads to now */
    void onDenied(Runnable listener) {
        onDenied = listener;
    }

    /** Whether the guard refused it the last time: nothing that it led to before may be used any more. */
    boolean isDenied(GrpcTarget.Address address) {
        return denied.contains(address);
    }

    /** What is known, at once; it is looked up again in the meantime when it is old. Fails when nothing was ever found. */
    Future<List<Found>> current() {
        if (known.isEmpty()) {
            return ask();
        }
        if (System.nanoTime() - since > FRESH) {
            ask();
        }
        return Future.succeededFuture(known);
    }

    /** Looked up again, unless that was just done: servers that can't be reached may have moved. */
    Future<List<Found>> renewed() {
        return known.isEmpty() || System.nanoTime() - since > JUST_NOW ? ask() : Future.succeededFuture(known);
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
        Map<SocketAddress, Found> found = new LinkedHashMap<>();
        Set<GrpcTarget.Address> refused = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            var address = target.addresses().get(i);
            if (isDenial(all.get(i).cause())) {
                refused.add(address);
            }
            answer(all.get(i), address).forEach(one -> found.putIfAbsent(one.ip(), one));
        }
        known = selected(found);
        denied = refused;
        if (!refused.isEmpty()) {
            onDenied.run();
        }
        return known.isEmpty() ? Future.failedFuture(fault(all)) : Future.succeededFuture(known);
    }

    /** Where there are too many, those that are known stay: their connections are there. */
    private List<Found> selected(Map<SocketAddress, Found> found) {
        if (found.size() <= MOST) {
            return List.copyOf(found.values());
        }
        var selected = new LinkedHashMap<SocketAddress, Found>();
        known.stream().map(Found::ip).filter(found::containsKey).forEach(ip -> selected.put(ip, found.get(ip)));
        found.forEach(selected::putIfAbsent);
        return selected.values().stream().limit(MOST).toList();
    }

    private static boolean isDenial(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.problem().code().equals(EgressProblems.DENIED.code());
    }

    /** Where a name can't be looked up now, its last answer holds: servers that work must not go for that. */
    private List<Found> answer(Future<List<Found>> asked, GrpcTarget.Address address) {
        if (asked.succeeded()) {
            return asked.result();
        }
        return isDenial(asked.cause())
                ? List.of()
                : known.stream().filter(one -> one.address().equals(address)).toList();
    }

    private String fault(List<Future<List<Found>>> all) {
        Optional<String> refused = all.stream()
                .map(Future::cause)
                .filter(ProblemException.class::isInstance)
                .map(cause -> ((ProblemException) cause).problem().detail())
                .findFirst();
        String hosts = String.join(
                ", ", target.addresses().stream().map(GrpcTarget.Address::host).toList());
        return refused.orElse("The name is not known, or the look-up took too long: " + hosts + ".");
    }

    private Future<List<Found>> find(GrpcTarget.Address address) {
        return lookup.find(address)
                .timeout(target.limits().connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(ips -> ips.stream()
                        .map(ip -> new Found(
                                address, SocketAddress.inetSocketAddress(new InetSocketAddress(ip, address.port()))))
                        .toList());
    }
}
