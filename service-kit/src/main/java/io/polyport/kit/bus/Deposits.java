package io.polyport.kit.bus;

import io.polyport.kit.address.Addresses;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Small values that are left with one program and handed out once, to whichever program asks for them by their id. The
 * value stays where it was left, so that of two who ask at the same moment one gets nothing, on however many machines they
 * are; when that program ends, the value is gone. An id is base64url of the instance (8 bytes), 128 random bits and a MAC
 * (16 bytes): one that was made up never reaches the bus. May be used by every thread.
 */
public final class Deposits {
    private static final int INSTANCE = 8;
    private static final int RANDOM = 16;
    private static final int MAC = 16;
    private static final long ANSWER_WITHIN_MILLIS = 5_000;

    private final BusMember member;
    private final Settings settings;
    private final Keyring keyring;
    private final SecureRandom random = new SecureRandom();
    /** The oldest first, which is the first to expire, too. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private final Map<String, Integer> owners = new HashMap<>();
    private MessageConsumer<Buffer> consumer;

    /**
     * What is left here.
     *
     * @param purpose a word; deposits of two purposes know nothing of each other
     * @param lifetime how long a value waits for its collection
     * @param most of all, and of one owner
     */
    public record Settings(String purpose, Duration lifetime, int most, int mostOfOwner) {}

    private record Entry(String owner, Buffer value, long until) {}

    public Deposits(BusMember member, Settings settings) {
        this.member = member;
        this.settings = settings;
        this.keyring = member.keyring().derive("deposits." + settings.purpose());
    }

    /** Succeeds when other programs can collect here. */
    public Future<Void> open() {
        consumer = member.vertx().eventBus().consumer(Addresses.deposits(settings.purpose(), member.instance()));
        consumer.handler(message -> message.reply(keyring.open(message.body())
                .map(id -> handOut(id.toString(StandardCharsets.US_ASCII)))
                .orElse(Buffer.buffer())));
        return consumer.completion();
    }

    public Future<Void> close() {
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
    }

    /** The id by which the value can be collected; empty when too much is waiting already, of this owner or of all. */
    public Optional<String> leave(String owner, Buffer value) {
        byte[] bytes = new byte[INSTANCE + RANDOM + MAC];
        System.arraycopy(HexFormat.of().parseHex(member.instance()), 0, bytes, 0, INSTANCE);
        byte[] bits = new byte[RANDOM];
        random.nextBytes(bits);
        System.arraycopy(bits, 0, bytes, INSTANCE, RANDOM);
        System.arraycopy(keyring.sign(bound(bytes), MAC), 0, bytes, INSTANCE + RANDOM, MAC);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (entries) {
            forgetOld();
            if (entries.size() >= settings.most() || owners.getOrDefault(owner, 0) >= settings.mostOfOwner()) {
                return Optional.empty();
            }
            owners.merge(owner, 1, Integer::sum);
            entries.put(
                    id,
                    new Entry(
                            owner,
                            value,
                            System.nanoTime() + settings.lifetime().toNanos()));
        }
        return Optional.of(id);
    }

    /**
     * The value, for the first who asks in time; empty for all others, for an id that was made up, and when the program
     * that held it has ended. Fails with {@code bus.no-answer} when that does not answer.
     */
    public Future<Optional<Buffer>> collect(String id) {
        Optional<String> holder = holder(id);
        if (holder.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        if (holder.get().equals(member.instance())) {
            return Future.succeededFuture(take(id));
        }
        return member.vertx()
                .eventBus()
                .<Buffer>request(
                        Addresses.deposits(settings.purpose(), holder.get()),
                        keyring.seal(Buffer.buffer(id)),
                        new DeliveryOptions().setSendTimeout(ANSWER_WITHIN_MILLIS))
                .map(reply -> opened(id, reply.body()))
                .recover(failure ->
                        failure instanceof ReplyException refused && refused.failureType() == ReplyFailure.NO_HANDLERS
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(BusProblems.NO_ANSWER.toException()));
    }

    /** Before the value stands the id, so that no answer fits another question. */
    private Buffer handOut(String id) {
        return take(id).map(value -> keyring.seal(Buffer.buffer(id).appendBuffer(value)))
                .orElse(Buffer.buffer());
    }

    private Optional<Buffer> opened(String id, Buffer reply) {
        return keyring.open(reply)
                .filter(answer -> answer.length() >= id.length()
                        && answer.getString(0, id.length()).equals(id))
                .map(answer -> answer.slice(id.length(), answer.length()));
    }

    private Optional<Buffer> take(String id) {
        synchronized (entries) {
            forgetOld();
            Entry entry = entries.remove(id);
            if (entry == null) {
                return Optional.empty();
            }
            forgetOwner(entry);
            return Optional.of(entry.value());
        }
    }

    private void forgetOld() {
        long now = System.nanoTime();
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.until() - now > 0) {
                return;
            }
            oldest.remove();
            forgetOwner(entry);
        }
    }

    private void forgetOwner(Entry entry) {
        owners.computeIfPresent(entry.owner(), (owner, number) -> number == 1 ? null : number - 1);
    }

    private Optional<String> holder(String id) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (bytes.length != INSTANCE + RANDOM + MAC) {
            return Optional.empty();
        }
        byte[] mac = Arrays.copyOfRange(bytes, INSTANCE + RANDOM, bytes.length);
        return keyring.signed(bound(bytes), mac)
                ? Optional.of(HexFormat.of().formatHex(bytes, 0, INSTANCE))
                : Optional.empty();
    }

    private static String bound(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, INSTANCE + RANDOM);
    }
}
