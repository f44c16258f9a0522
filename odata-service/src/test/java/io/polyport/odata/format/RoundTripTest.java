package io.polyport.odata.format;

import static io.polyport.odata.format.Documents.reading;
import static io.polyport.odata.format.Documents.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.polyport.odata.plan.Field.Edm;
import io.polyport.odata.plan.Reading;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What other people's parsers read of our documents is what stood in the row. */
final class RoundTripTest {
    private static final String EVIL = "\u0000\u0001\u001f\u007f\u0085\u2028\ud7ff\ue000\ufdd0\ufffe\uffff"
            + "\t\n\r\"\\/<>&'ёЖ]]>\ud83d\ude00\ud800\udfff";
    private static final int TEXTS = 400;

    private final Random random = new Random(20_240_201);

    private String text() {
        var text = new StringBuilder();
        int length = random.nextInt(random.nextInt(40) == 0 ? 9000 : 60);
        while (text.length() < length) {
            switch (random.nextInt(6)) {
                case 0 -> text.append(EVIL.charAt(random.nextInt(EVIL.length())));
                case 1 -> text.append((char) random.nextInt(0x10000));
                case 2 -> text.appendCodePoint(random.nextInt(0x110000));
                case 3 -> text.append((char) (0x410 + random.nextInt(64)));
                default -> text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    /** As a database would have it: halves of surrogate pairs in three bytes of their own, as some encoders write them. */
    private static byte[] stored(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        text.codePoints().forEach(point -> {
            if (point >= 0xd800 && point <= 0xdfff) {
                bytes.write(0xe0 | (point >> 12));
                bytes.write(0x80 | ((point >> 6) & 63));
                bytes.write(0x80 | (point & 63));
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static String mended(String text, boolean xml) {
        var mended = new StringBuilder();
        text.codePoints().forEach(point -> {
            boolean half = point >= 0xd800 && point <= 0xdfff;
            boolean illegal = (point < ' ' && "\t\n\r".indexOf(point) < 0) || point == 0xfffe || point == 0xffff;
            mended.appendCodePoint(half || (xml && illegal) ? 0xfffd : point);
        });
        return mended.toString();
    }

    private static Reading texts() {
        return reading(Documents.catalog("Товары"), List.of(), value("A", Edm.STRING, 0), value("B", Edm.STRING, 1));
    }

    @Test
    @DisplayName("OD-20: any text comes back whole from a JSON parser, with U+FFFD for halves of surrogate pairs alone")
    void json() throws Exception {
        for (int number = 0; number < TEXTS; number++) {
            String text = text();
            String document = Documents.one(
                    Representation.JSON_NONE, texts(), MemoryRows.of(List.of(stored(text), stored("end"))));
            try (var parser = new JsonFactory().createParser(document)) {
                assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
                assertThat(parser.nextFieldName()).isEqualTo("A");
                assertThat(parser.nextTextValue()).isEqualTo(mended(text, false));
                assertThat(parser.nextFieldName()).isEqualTo("B");
                assertThat(parser.nextTextValue()).isEqualTo("end");
            }
        }
    }

    @Test
    @DisplayName("OD-20: any text comes back from an XML parser, with U+FFFD for what XML can't have, line ends kept")
    void xml() throws Exception {
        for (int number = 0; number < TEXTS; number++) {
            String text = text();
            String document =
                    Documents.one(Representation.ATOM, texts(), MemoryRows.of(List.of(stored(text), stored("end"))));
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            var parsed = factory.newDocumentBuilder().parse(new InputSource(new StringReader(document)));
            assertThat(parsed.getElementsByTagNameNS(Names.DATA, "A").item(0).getTextContent())
                    .isEqualTo(mended(text, true));
            assertThat(parsed.getElementsByTagNameNS(Names.DATA, "B").item(0).getTextContent())
                    .isEqualTo("end");
        }
    }

    @Test
    @DisplayName("OD-3: any number comes back exactly, written without zeros at the end")
    void numbers() throws Exception {
        var reading = reading(Documents.catalog("Товары"), List.of(), value("N", Edm.DOUBLE, 0));
        for (int number = 0; number < TEXTS; number++) {
            var value = new BigDecimal(new java.math.BigInteger(random.nextInt(100), random), random.nextInt(20));
            BigDecimal signed = random.nextBoolean() ? value : value.negate();
            String document = Documents.one(Representation.JSON_NONE, reading, MemoryRows.of(List.of(signed)));
            String digits = document.substring(document.indexOf(": ") + 2, document.indexOf("\n}"));
            assertThat(new BigDecimal(digits)).isEqualByComparingTo(signed);
            assertThat(digits).doesNotMatch("-?\\d+\\.\\d*0|-?\\d+\\.");
        }
    }
}
