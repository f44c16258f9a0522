package io.polyport.kit.bus;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.problem.ProblemType;
import io.polyport.kit.stream.Frame;
import io.polyport.kit.stream.StreamEndpoint;
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one event loop of a service takes its calls: checks the seal and the deadline, finds the operation, and hands
 * the rest to a {@link ServingCall}. Refusals go back in the acknowledgement.
 */
final class ServiceEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceEndpoint.class);

    private final BusMember member;
    private final StreamEndpoint streams;
    private final OperationTable operations;
    private final ServiceState state;
    private final ServiceLoops loops;
    private final int number;
    private List<MessageConsumer<Object>> consumers = List.of();

    private ServiceEndpoint(
            BusMember member,
            StreamEndpoint streams,
            OperationTable operations,
            ServiceState state,
            ServiceLoops loops,
            int number) {
        this.member = member;
        this.streams = streams;
        this.operations = operations;
        this.state = state;
        this.loops = loops;
        this.number = number;
    }

    /** Succeeds when calls to the service's name and to this instance arrive here. */
    static Future<ServiceEndpoint> open(
            BusMember member,
            StreamEndpoint streams,
            String service,
            OperationTable operations,
            ServiceState state,
            ServiceLoops loops,
            int number) {
        var endpoint = new ServiceEndpoint(member, streams, operations, state, loops, number);
        loops.put(number, endpoint);
        var bus = member.vertx().eventBus();
        MessageConsumer<Object> any = bus.consumer(Addresses.service(service));
        MessageConsumer<Object> here = bus.consumer(Addresses.instance(service, member.instance()));
        endpoint.consumers = List.of(any, here);
        endpoint.consumers.forEach(consumer -> consumer.handler(endpoint::take));
        return Future.all(any.completion(), here.completion()).map(endpoint);
    }

    /** Takes no further calls; succeeds when the bus has forgotten the addresses. */
    Future<Void> close() {
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
    }

    private void take(Message<Object> message) {
        Optional<Opening> opening;
        try {
            opening = Opening.open(message.body(), member.keyring());
        } catch (RuntimeException unreadable) {
            LOG.warn("a sealed envelope that cannot be read: {}", unreadable.toString());
            opening = Optional.empty();
        }
        if (opening.isEmpty()) {
            state.countRefusal(BusProblems.UNSEALED.code());
            LOG.warn("refused an unsealed or altered envelope on {}", message.address());
            refuse(message, 0, BusProblems.UNSEALED);
            return;
        }
        Envelope envelope = opening.get().envelope();
        long exchangeId = envelope.origin().exchange();
        if (System.currentTimeMillis() > envelope.deadline()) {
            refuse(message, exchangeId, StreamProblems.DEADLINE);
        } else if (state.isDraining()) {
            refuse(message, exchangeId, BusProblems.DRAINING);
        } else {
            Opening accepted = opening.get();
            ServiceEndpoint worker = loops.choose(envelope, number);
            if (worker.number == number) {
                run(message, accepted);
            } else {
                worker.streams.context().runOnContext(ignored -> worker.run(message, accepted));
            }
        }
    }

    private void run(Message<Object> message, Opening opening) {
        Optional<Operation> operation =
                operations.find(opening.envelope().request().operation());
        if (operation.isEmpty()) {
            refuse(message, opening.envelope().origin().exchange(), BusProblems.UNKNOWN_OPERATION);
        } else {
            new ServingCall(message, opening, streams, state).run(operation.get());
        }
    }

    private void refuse(Message<Object> message, long exchange, ProblemType type) {
        ServingCall.reply(
                message,
                new Frame.Fail(
                        exchange,
                        true,
                        streams.index(),
                        io.polyport.kit.problem.Problem.of(type).toJson()));
    }
}
