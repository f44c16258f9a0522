package io.polyport.kit.stream;

import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.cluster.ClusterSettings;
import io.polyport.kit.cluster.ClusteredBus;
import io.polyport.kit.fixtures.ChildProgram;
import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.ReferenceService;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A member of the clustered bus in a process of its own: the reference service, and a caller that tests other nodes. */
final class StreamNode {
    private static final long ENDLESS = 1L << 40;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long SEED = 1_000;

    private final BusMember member;
    private final HouseCaller caller;
    private final ConcurrentLinkedQueue<OutgoingCall> flowing = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<NodeReader> readers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Future<Boolean>> outcomes = new ConcurrentLinkedQueue<>();

    private StreamNode(BusMember member, HouseCaller caller) {
        this.member = member;
        this.caller = caller;
    }

    /** Arguments: host, three ports, keystore, password, truststore, the nodes as {@code host[port],…}. */
    public static void main(String[] args) throws Exception {
        var settings = new ClusterSettings(
                args[0],
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Arrays.asList(args[7].split(",")),
                null,
                Path.of(args[4]),
                args[5],
                Path.of(args[6]),
                args[5],
                1);
        ClusteredBus bus = ClusteredBus.start(settings, new VertxOptions()).await(110, TimeUnit.SECONDS);
        var keys = new Keyring(Map.of("k1", new byte[32]), "k1");
        BusMember member = BusStart.member(keys, StreamSettings.forThisHeap(), bus.vertx());
        new ReferenceService().start(member, 2).await(60, TimeUnit.SECONDS);
        HouseCaller caller = HouseCaller.open(member).await(60, TimeUnit.SECONDS);
        ChildProgram.serve(new StreamNode(member, caller)::answer);
    }

    private CompletionStage<String> answer(String command, List<String> args) {
        Future<?> answer = switch (command) {
            case "instance" -> Future.succeededFuture(member.instance());
            case "state" -> Future.succeededFuture(state());
            case "heap" -> Future.succeededFuture(heapAfterCollection());
            case "download" -> download(args.get(0), Integer.parseInt(args.get(1)), Long.parseLong(args.get(2)));
            case "upload" -> upload(args.get(0), Integer.parseInt(args.get(1)), Long.parseLong(args.get(2)));
            case "slow" ->
                slow(
                        args.get(0),
                        Long.parseLong(args.get(1)),
                        Long.parseLong(args.get(2)),
                        Long.parseLong(args.get(3)));
            case "stop" ->
                stop(
                        args.get(0),
                        Integer.parseInt(args.get(1)),
                        Long.parseLong(args.get(2)),
                        Duration.ofMillis(Long.parseLong(args.get(3))));
            case "go-on" -> goOn();
            case "flow" -> flow(args.get(0), Integer.parseInt(args.get(1)), Integer.parseInt(args.get(2)));
            case "flow-end" -> flowEnd();
            case "flow-cancel" -> flowCancel();
            case "small" ->
                SmallCalls.measure(caller, args.get(0), Integer.parseInt(args.get(1)), Integer.parseInt(args.get(2)));
            default -> Future.failedFuture("unknown command " + command);
        };
        return answer.map(String::valueOf).toCompletionStage();
    }

    private JsonObject state() {
        Streams streams = member.streams();
        return new JsonObject()
                .put("free", streams.credit().free())
                .put("total", streams.settings().receiveBudget())
                .put("open", streams.credit().open())
                .put("waiting", streams.waitingToBeSent())
                .put("serving", streams.servingNow());
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Future<JsonObject> download(String instance, int count, long size) {
        return counted(IntStream.range(0, count)
                .mapToObj(i -> read(instance, size, SEED + i, LONG, new NodeReader(caller.loop())))
                .toList());
    }

    private Future<Boolean> read(String instance, long size, long seed, Duration within, NodeReader reader) {
        var envelope = HouseCaller.envelope(
                "reference.source", Map.of("size", "" + size), "seed=" + seed, Envelope.Body.NONE, within);
        return caller.read("reference", instance, envelope, flowing::add, reader::read)
                .compose(crc -> right(crc, seed, size));
    }

    /** Worked out off the event loop, which has the other streams to serve. */
    private Future<Boolean> right(long crc, long seed, long size) {
        return member.vertx().executeBlocking(() -> crc == Pattern.crc(seed, size), false);
    }

    private Future<JsonObject> upload(String instance, int count, long size) {
        return counted(IntStream.range(0, count)
                .mapToObj(i -> send(instance, size, SEED + i))
                .toList());
    }

    private Future<Boolean> send(String instance, long size, long seed) {
        var envelope = HouseCaller.envelope(
                "reference.sink", Map.of(), "", new Envelope.Body(Envelope.BodyKind.STREAM, size), LONG);
        return caller.call(
                        "reference", instance, envelope, loop -> Pattern.stream(loop, seed, size, 50_000), flowing::add)
                .compose(answer -> answer.json().getLong("bytes") == size
                        ? right(answer.json().getLong("crc"), seed, size)
                        : Future.succeededFuture(false));
    }

    private Future<JsonObject> slow(String instance, long size, long bytesPerSecond, long millis) {
        var reader = new NodeReader(caller.loop()).slowed(bytesPerSecond, millis);
        return counted(List.of(read(instance, size, SEED, LONG, reader)));
    }

    /** Opens downloads whose readers stop after the first bytes; answers when each has stopped or failed. */
    private Future<JsonObject> stop(String instance, int count, long size, Duration within) {
        List<Future<Boolean>> stopped = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long seed = SEED + i;
            stopped.add(after(1 + i / 100 * 20L).compose(ignored -> stopOne(instance, size, seed, within)));
        }
        return counted(stopped);
    }

    private Future<Boolean> stopOne(String instance, long size, long seed, Duration within) {
        var reader = new NodeReader(caller.loop()).stopping();
        readers.add(reader);
        Future<Boolean> outcome = read(instance, size, seed, within, reader);
        outcomes.add(outcome);
        outcome.onFailure(reader::failed);
        return reader.stopped();
    }

    /** Five thousand calls a second are a storm, not a single gust. */
    private Future<Long> after(long millis) {
        return Future.future(promise -> member.vertx().setTimer(millis, promise::complete));
    }

    private Future<JsonObject> goOn() {
        readers.forEach(NodeReader::goOn);
        readers.clear();
        return flowEnd();
    }

    /** Starts transfers that never end; answers when each has moved. */
    private Future<String> flow(String instance, int downloads, int uploads) {
        List<Future<Void>> moving = new ArrayList<>();
        for (int i = 0; i < downloads; i++) {
            var reader = new NodeReader(caller.loop());
            outcomes.add(read(instance, ENDLESS, SEED + i, LONG, reader));
            moving.add(reader.begun());
        }
        for (int i = 0; i < uploads; i++) {
            outcomes.add(send(instance, ENDLESS, SEED + i));
        }
        return Future.all(moving).map("flowing");
    }

    private Future<JsonObject> flowEnd() {
        Future<JsonObject> ended = counted(List.copyOf(outcomes));
        outcomes.clear();
        flowing.clear();
        return ended;
    }

    private Future<JsonObject> flowCancel() {
        List<OutgoingCall> cancelled = List.copyOf(flowing);
        caller.loop().runOnContext(ignored -> cancelled.forEach(call -> call.cancel("test")));
        return flowEnd();
    }

    private static Future<JsonObject> counted(List<Future<Boolean>> outcomes) {
        long began = System.nanoTime();
        return Future.join(outcomes).otherwiseEmpty().map(ignored -> {
            var problems = new JsonObject();
            long right = 0;
            for (Future<Boolean> outcome : outcomes) {
                if (outcome.failed()) {
                    String code = outcome.cause() instanceof ProblemException problem
                            ? problem.problem().code()
                            : outcome.cause().toString().replace(' ', '_');
                    problems.put(code, problems.getInteger(code, 0) + 1);
                } else if (outcome.result()) {
                    right++;
                } else {
                    problems.put("wrong-bytes", problems.getInteger("wrong-bytes", 0) + 1);
                }
            }
            return new JsonObject()
                    .put("right", right)
                    .put("problems", problems)
                    .put("millis", (System.nanoTime() - began) / 1_000_000);
        });
    }
}
