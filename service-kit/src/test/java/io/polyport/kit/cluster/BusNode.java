package io.polyport.kit.cluster;

import io.polyport.kit.fixtures.ChildProgram;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A member of the bus in a process of its own: listens to its own address, to a shared one and to a published one. */
final class BusNode {
    private static final long REPLY_MS = 1_000;
    private static final long PAUSE_MS = 50;

    private final String name;
    private final ClusteredBus bus;
    private final Vertx vertx;
    private final Map<String, MessageConsumer<String>> consumers = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> heardBy = new ConcurrentHashMap<>();

    private BusNode(String name, ClusteredBus bus) {
        this.name = name;
        this.bus = bus;
        this.vertx = bus.vertx();
    }

    /** Arguments: name, host, three ports, keystore, password, truststore, {@code hosts:…} or {@code dns:…}. */
    public static void main(String[] args) throws Exception {
        String discovery = args[8];
        boolean dns = discovery.startsWith("dns:");
        String nodes = discovery.substring(discovery.indexOf(':') + 1);
        ClusterSettings settings = new ClusterSettings(
                args[1],
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]),
                dns ? List.of() : Arrays.asList(nodes.split(",")),
                dns ? nodes : null,
                Path.of(args[5]),
                args[6],
                Path.of(args[7]),
                args[6],
                2);
        ClusteredBus bus = ClusteredBus.start(settings, new VertxOptions().setPreferNativeTransport(false))
                .await(110, TimeUnit.SECONDS);
        BusNode node = new BusNode(args[0], bus);
        node.listen().await(60, TimeUnit.SECONDS);
        ChildProgram.serve(node::answer);
    }

    private Future<?> listen() {
        return Future.all(
                answering("n." + name),
                answering("shared"),
                consume(
                        "pub",
                        message -> vertx.eventBus()
                                .send(
                                        "ack." + message.headers().get("from"),
                                        name,
                                        new DeliveryOptions()
                                                .addHeader(
                                                        "token",
                                                        message.headers().get("token")))),
                consume(
                        "ack." + name,
                        message -> heardBy.computeIfPresent(message.headers().get("token"), (token, names) -> {
                            names.add(message.body());
                            return names;
                        })));
    }

    private Future<Void> answering(String address) {
        return consume(address, message -> message.reply(name));
    }

    private Future<Void> consume(String address, Handler<Message<String>> handler) {
        MessageConsumer<String> consumer = vertx.eventBus().consumer(address, handler);
        consumers.put(address, consumer);
        return consumer.completion();
    }

    private CompletionStage<String> answer(String command, List<String> args) {
        Future<String> answer = switch (command) {
            case "members" ->
                Future.succeededFuture(bus.members().stream().sorted().collect(Collectors.joining(",")));
            case "complete" -> Future.succeededFuture(Boolean.toString(bus.isComplete()));
            case "request" -> request(args.get(0), Long.parseLong(args.get(1)));
            case "register" -> answering(args.get(0)).map("registered");
            case "unregister" -> consumers.remove(args.get(0)).unregister().map("unregistered");
            case "until-refused" ->
                until(
                        Long.parseLong(args.get(1)),
                        1,
                        () -> request(args.get(0), 300).map("NO_HANDLERS"::equals));
            case "until-whole" -> untilWhole(Set.of(args.get(0).split(",")), Long.parseLong(args.get(1)));
            default -> Future.failedFuture("unknown command " + command);
        };
        return answer.toCompletionStage();
    }

    /** Completes with the reply, or with the name of the failure. */
    private Future<String> request(String address, long timeoutMs) {
        return vertx.eventBus()
                .<String>request(address, name, new DeliveryOptions().setSendTimeout(timeoutMs))
                .map(Message::body)
                .otherwise(e ->
                        e instanceof ReplyException reply ? reply.failureType().name() : String.valueOf(e));
    }

    private Future<String> untilWhole(Set<String> names, long limitMs) {
        Future<String> direct = until(limitMs, 2, () -> reachesEach(names));
        Future<String> shared = until(limitMs, 2, () -> sharesAmong(names));
        Future<String> published = until(limitMs, 2, () -> isHeardBy(names));
        return Future.all(direct, shared, published)
                .map(all -> "direct=" + direct.result() + ",shared=" + shared.result() + ",published="
                        + published.result());
    }

    private Future<Boolean> reachesEach(Set<String> names) {
        List<Future<Boolean>> replies = names.stream()
                .map(peer -> request("n." + peer, REPLY_MS).map(peer::equals))
                .toList();
        return Future.all(replies).map(all -> replies.stream().allMatch(Future::result));
    }

    private Future<Boolean> sharesAmong(Set<String> names) {
        List<Future<String>> replies = new ArrayList<>();
        for (int i = 0; i < 2 * names.size(); i++) {
            replies.add(request("shared", REPLY_MS));
        }
        return Future.all(replies)
                .map(all -> replies.stream()
                        .map(Future::result)
                        .collect(Collectors.toSet())
                        .equals(names));
    }

    private Future<Boolean> isHeardBy(Set<String> names) {
        String token = Long.toHexString(System.nanoTime());
        heardBy.put(token, ConcurrentHashMap.newKeySet());
        vertx.eventBus()
                .publish(
                        "pub", "", new DeliveryOptions().addHeader("from", name).addHeader("token", token));
        Promise<Boolean> heard = Promise.promise();
        long start = System.nanoTime();
        vertx.setPeriodic(20, timer -> {
            boolean all = heardBy.get(token).equals(names);
            if (all || millisSince(start) > REPLY_MS) {
                vertx.cancelTimer(timer);
                heardBy.remove(token);
                heard.complete(all);
            }
        });
        return heard.future();
    }

    /** Milliseconds until the first of so many successes in a row, as text. */
    private Future<String> until(long limitMs, int inARow, Supplier<Future<Boolean>> attempt) {
        Promise<String> done = Promise.promise();
        attempt(System.nanoTime(), limitMs, inARow, 0, -1, attempt, done);
        return done.future();
    }

    private void attempt(
            long start,
            long limitMs,
            int inARow,
            int succeeded,
            long firstMs,
            Supplier<Future<Boolean>> attempt,
            Promise<String> done) {
        attempt.get().onComplete(outcome -> {
            boolean success = outcome.succeeded() && outcome.result();
            long first = !success ? -1 : succeeded == 0 ? millisSince(start) : firstMs;
            if (success && succeeded + 1 == inARow) {
                done.complete(Long.toString(first));
            } else if (millisSince(start) > limitMs) {
                done.fail("not within " + limitMs + " ms");
            } else {
                vertx.setTimer(
                        PAUSE_MS,
                        t -> attempt(start, limitMs, inARow, success ? succeeded + 1 : 0, first, attempt, done));
            }
        });
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
