package io.polyport.grpc.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Our codec and Google's JsonFormat on random messages over every kind of field, the same in every run. Others:
 * {@code -Dpolyport.json.seed=7}; more messages: {@code -Dpolyport.json.messages=100000}.
 */
final class MessageCodecDifferentialTest {
    private static final int MOST = 1 << 26;
    private static final int MESSAGES = Integer.getInteger("polyport.json.messages", 10_000);
    private static final long SEED = Long.getLong("polyport.json.seed", 20_261_122);

    /**
     * Where JsonFormat refuses bytes and we do not: an Any of an unknown type keeps its bytes, and of two keys within one entry of
     * a map only the last is looked at.
     */
    private static final Pattern LENIENT_BYTES =
            Pattern.compile("Cannot find type for url|Invalid type url found|had invalid UTF-8");

    /** JsonFormat reads it as 0.0. */
    private static final String NEGATIVE_ZERO = "-0.0";

    private static final Pattern OWN_WAY = Pattern.compile("ofHue|(?i).*nothing.*|choiceNull");

    /**
     * What we refuse in JSON and JsonFormat takes: numbers and booleans as text, an array of one as its element, half a
     * surrogate pair as a question mark, digits of other scripts, infinite results of finite numbers; names of fields in a
     * FieldMask that have another form in JSON; of Timestamp and Duration what RFC 3339 and the mapping do not have; unknown
     * members of an Any; two spellings of one field of which one is null; two spellings of one map key.
     */
    private static final Pattern STRICTER = Pattern.compile("has to be a string|has to be a whole number"
            + "|has to be a number up to|has to be true or false|half of a surrogate pair|has to be field paths"
            + "|has to be a time|has to be a duration|is not a field of google.protobuf|is given twice"
            + "|is not a value of the enum|has to be the name of a value");

    /** What we refuse in bytes and protobuf's Java takes: paths that JSON can't say, a number that goes on behind its 10th byte. */
    private static final Pattern STRICTER_BYTES = Pattern.compile("FieldMask path|has a number of more than 10 bytes");

    private final EveryKind kinds = EveryKind.ALL;
    private final Oracle oracle = new Oracle(kinds);
    private final MessageCodecs codecs = new MessageCodecs(kinds);
    private final Random random = new Random(SEED);
    private final RandomMessages messages = new RandomMessages(kinds, random);
    private final List<Descriptor> types = List.of(kinds.proto2, kinds.proto3, kinds.edition);

    private Descriptor type() {
        return types.get(random.nextInt(types.size()));
    }

    private JsonRules rules() {
        return new JsonRules(false, random.nextInt(4) == 0, random.nextBoolean());
    }

    private DynamicMessage message(Descriptor type) throws IOException {
        return oracle.message(type, messages.every(type).toByteArray());
    }

    @Test
    @DisplayName(
            "GR-20: random messages become the JSON that JsonFormat makes of them, however their bytes are ordered")
    void toJson() throws IOException {
        for (int count = 0; count < MESSAGES; count++) {
            Descriptor type = type();
            JsonRules rules = rules();
            DynamicMessage message = message(type);
            byte[] wire = random.nextBoolean() ? message.toByteArray() : messages.mixed(message);

            String ours =
                    codecs.of(type).toJson(Buffer.buffer(wire), rules, MOST).toString();

            String theirs = print(oracle.message(type, wire), rules);
            assertThat(Oracle.tree(ours)).as("seed %d, message %d", SEED, count).isEqualTo(Oracle.tree(theirs));
            assertThat(ours).doesNotContain("\n", "\r", "\u2028", "\u2029");
        }
    }

    @Test
    @DisplayName("GR-20: what JsonFormat writes of random messages becomes the same messages, with each of its options")
    void toWire() throws IOException {
        for (int count = 0; count < MESSAGES; count++) {
            Descriptor type = type();
            JsonRules rules = rules();
            DynamicMessage message = message(type);
            var printer = oracle.printer();
            printer = rules.originalNames() ? printer.preservingProtoFieldNames() : printer;
            printer = rules.emitDefaults() ? printer.alwaysPrintFieldsWithNoPresence() : printer;
            printer = random.nextBoolean() ? printer.printingEnumsAsInts() : printer;

            byte[] ours = codecs.of(type)
                    .toWire(Buffer.buffer(printer.print(message)), rules, MOST)
                    .getBytes();

            assertThat(same(oracle.message(type, ours), message))
                    .as("seed %d, message %d", SEED, count)
                    .isTrue();
        }
    }

    @Test
    @DisplayName("damaged messages are refused by both, or become the same JSON")
    void damagedWire() throws IOException {
        for (int count = 0; count < MESSAGES; count++) {
            Descriptor type = type();
            byte[] wire = messages.mutated(message(type).toByteArray());
            String theirs = null;
            String refusal = "";
            try {
                theirs = print(oracle.message(type, wire), JsonRules.USUAL);
            } catch (InvalidProtocolBufferException | RuntimeException refused) {
                refusal = refused.getMessage();
            }
            String ours = null;
            try {
                ours = codecs.of(type)
                        .toJson(Buffer.buffer(wire), JsonRules.USUAL, MOST)
                        .toString();
            } catch (WireFault refused) {
                refusal = refused.getMessage();
            }
            judge("seed %d, message %d: %s".formatted(SEED, count, refusal), ours, theirs, refusal);
        }
    }

    private static void judge(String label, String ours, String theirs, String refusal) {
        if (ours != null && theirs != null) {
            assertThat(comparable(Oracle.tree(ours))).as(label).isEqualTo(comparable(Oracle.tree(theirs)));
        } else if (ours != null) {
            assertThat(LENIENT_BYTES.matcher(refusal).find()).as(label).isTrue();
        } else if (theirs != null) {
            assertThat(refusal).as(label).containsPattern(STRICTER_BYTES);
        }
    }

    /**
     * Without the fields that protobuf's Java treats in its own way when their numbers are unknown: in a map of a closed enum it
     * writes the first value, and a NullValue in a proto2 file counts as closed.
     */
    private static JsonElement comparable(JsonElement json) {
        if (json instanceof JsonObject object) {
            object.keySet().removeIf(name -> OWN_WAY.matcher(name).matches());
            object.entrySet().forEach(entry -> comparable(entry.getValue()));
        } else if (json instanceof JsonArray array) {
            array.forEach(MessageCodecDifferentialTest::comparable);
        }
        return json;
    }

    @Test
    @DisplayName("damaged JSON is refused by both, or becomes the same message")
    void damagedJson() throws IOException {
        for (int count = 0; count < MESSAGES; count++) {
            Descriptor type = type();
            String written = print(message(type), JsonRules.USUAL).replace(NEGATIVE_ZERO, "-1.5");
            byte[] json = messages.mutated(written.getBytes(StandardCharsets.UTF_8));
            if (new String(json, StandardCharsets.UTF_8).contains(NEGATIVE_ZERO)) {
                continue;
            }
            DynamicMessage theirs = theirs(type, json);
            String label = "seed %d, message %d: %s".formatted(SEED, count, new String(json, StandardCharsets.UTF_8));
            try {
                byte[] ours = codecs.of(type)
                        .toWire(Buffer.buffer(json), JsonRules.USUAL, MOST)
                        .getBytes();
                assertThat(strict(json)).as(label).isTrue();
                assertThat(theirs).as(label).isNotNull();
                assertThat(same(oracle.message(type, ours), theirs)).as(label).isTrue();
            } catch (JsonFault refused) {
                if (theirs != null && strict(json)) {
                    assertThat(refused.getMessage()).as(label).containsPattern(STRICTER);
                }
            }
        }
    }

    private DynamicMessage theirs(Descriptor type, byte[] json) {
        try {
            return oracle.parse(type, new String(json, StandardCharsets.UTF_8), false);
        } catch (InvalidProtocolBufferException | RuntimeException refused) {
            return null;
        }
    }

    private String print(DynamicMessage message, JsonRules rules) throws IOException {
        var printer = oracle.printer().omittingInsignificantWhitespace();
        printer = rules.emitDefaults() ? printer.alwaysPrintFieldsWithNoPresence() : printer;
        return (rules.originalNames() ? printer.preservingProtoFieldNames() : printer).print(message);
    }

    /** Bytes within an Any may differ though the message in it is the same. */
    private boolean same(DynamicMessage one, DynamicMessage other) throws IOException {
        return one.equals(other) || print(one, JsonRules.USUAL).equals(print(other, JsonRules.USUAL));
    }

    /** JsonFormat's own parser takes much more than JSON. */
    private static boolean strict(byte[] json) {
        if (Utf8.fault(json, 0, json.length) >= 0) {
            return false;
        }
        try (JsonParser parser = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .createParser(json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException broken) {
            return false;
        }
    }
}
