package io.polyport.grpc.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Values that are no messages, from JSON onto the wire. */
final class JsonScalars {
    private static final long MOST_32 = 0xffff_ffffL;

    /** What became of a value. */
    enum Outcome {
        /** Written. */
        SET,
        /** Written, and it is the default value of its type. */
        ZERO,
        /** Nothing was written: an enum value that the schema does not know, from a caller who wants such things ignored. */
        NONE
    }

    private final JsonParser parser;
    private final WireWriter wire;
    private final JsonRules rules;

    JsonScalars(JsonParser parser, WireWriter wire, JsonRules rules) {
        this.parser = parser;
        this.wire = wire;
        this.rules = rules;
    }

    /** Writes the value at hand, without its tag. */
    Outcome write(Field field) throws IOException {
        try {
            return switch (field.type) {
                case STRING -> text();
                case BYTES -> bytes();
                case ENUM -> name(field);
                case BOOL -> bool();
                case FLOAT -> single(JsonNumbers.real(parser));
                case DOUBLE -> fixed64(Double.doubleToRawLongBits(JsonNumbers.real(parser)));
                case UINT64, FIXED64 -> integer(field, JsonNumbers.unsigned(parser));
                default -> integer(field, JsonNumbers.whole(parser));
            };
        } catch (JsonNumbers.NoNumber none) {
            throw JsonToWire.fault(parser, wanted(field));
        }
    }

    /** Writes the name of an object's member as the key of a map entry, and gives what makes it the same key as another. */
    Object key(Field field, String name) throws IOException {
        char[] text = name.toCharArray();
        try {
            switch (field.type) {
                case STRING -> {
                    if (!wire.text(text, 0, text.length)) {
                        throw JsonToWire.fault(parser, "has half of a surrogate pair in its name");
                    }
                    return name;
                }
                case BOOL -> {
                    if (!name.equals("true") && !name.equals("false")) {
                        throw new JsonNumbers.NoNumber();
                    }
                    wire.put(name.equals("true") ? 1 : 0);
                    return name;
                }
                case UINT64, FIXED64 -> {
                    long value = JsonNumbers.unsigned(text, 0, text.length);
                    integer(field, value);
                    return value;
                }
                default -> {
                    long value = JsonNumbers.whole(text, 0, text.length);
                    integer(field, value);
                    return value;
                }
            }
        } catch (JsonNumbers.NoNumber none) {
            throw JsonToWire.fault(parser, "is a key of a map, and " + wanted(field));
        }
    }

    private Outcome text() throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw JsonToWire.fault(parser, "has to be a string");
        }
        int length = parser.getTextLength();
        if (!wire.text(parser.getTextCharacters(), parser.getTextOffset(), length)) {
            throw JsonToWire.fault(parser, "has half of a surrogate pair, which is no character");
        }
        return length == 0 ? Outcome.ZERO : Outcome.SET;
    }

    private Outcome bytes() throws IOException {
        boolean right = parser.currentToken() == JsonToken.VALUE_STRING
                && Base64Text.write(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), wire);
        if (!right) {
            throw JsonToWire.fault(parser, "has to be a string of base64 (or base64url)");
        }
        return parser.getTextLength() == 0 ? Outcome.ZERO : Outcome.SET;
    }

    private Outcome bool() throws IOException {
        JsonToken token = parser.currentToken();
        String said = token == JsonToken.VALUE_STRING ? parser.getText() : token.asString();
        boolean value = "true".equals(said);
        if (!value && !"false".equals(said)) {
            throw JsonToWire.fault(parser, "has to be true or false");
        }
        wire.put(value ? 1 : 0);
        return value ? Outcome.SET : Outcome.ZERO;
    }

    private Outcome name(Field field) throws IOException, JsonNumbers.NoNumber {
        Names names = field.names;
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL && names.nullValue) {
            wire.put(0);
            return Outcome.ZERO;
        }
        if (token == JsonToken.VALUE_STRING) {
            String said = parser.getText();
            Integer number = names.number(said);
            if (number != null) {
                wire.varint((long) number);
                return number == 0 ? Outcome.ZERO : Outcome.SET;
            }
            if (!looksLikeNumber(said)) {
                return unknown(names, said);
            }
        }
        long number = JsonNumbers.whole(parser);
        if (number != (int) number) {
            throw new JsonNumbers.NoNumber();
        }
        if (names.closed && !names.has((int) number)) {
            return unknown(names, Long.toString(number));
        }
        wire.varint(number);
        return number == 0 ? Outcome.ZERO : Outcome.SET;
    }

    private static boolean looksLikeNumber(String said) {
        return !said.isEmpty() && (Character.isDigit(said.charAt(0)) || said.charAt(0) == '-');
    }

    private Outcome unknown(Names names, String said) {
        if (rules.ignoreUnknown()) {
            return Outcome.NONE;
        }
        throw JsonToWire.fault(
                parser, "is not a value of the enum " + names.fullName + Closest.to(said, names.names()));
    }

    private Outcome single(double value) throws JsonNumbers.NoNumber {
        float single = (float) value;
        if (Float.isInfinite(single) && !Double.isInfinite(value)) {
            throw new JsonNumbers.NoNumber();
        }
        int bits = Float.floatToRawIntBits(single);
        wire.fixed32(bits);
        return bits == 0 ? Outcome.ZERO : Outcome.SET;
    }

    private Outcome fixed64(long bits) {
        wire.fixed64(bits);
        return bits == 0 ? Outcome.ZERO : Outcome.SET;
    }

    private Outcome integer(Field field, long value) throws JsonNumbers.NoNumber {
        switch (field.type) {
            case INT32 -> wire.varint((long) signed(value));
            case SINT32 -> wire.varint((signed(value) << 1) ^ (signed(value) >> 31));
            case SFIXED32 -> wire.fixed32(signed(value));
            case UINT32 -> wire.varint(positive(value));
            case FIXED32 -> wire.fixed32((int) positive(value));
            case SINT64 -> wire.varint((value << 1) ^ (value >> 63));
            case SFIXED64, FIXED64 -> wire.fixed64(value);
            default -> wire.varint(value);
        }
        return value == 0 ? Outcome.ZERO : Outcome.SET;
    }

    private static int signed(long value) throws JsonNumbers.NoNumber {
        if (value != (int) value) {
            throw new JsonNumbers.NoNumber();
        }
        return (int) value;
    }

    private static long positive(long value) throws JsonNumbers.NoNumber {
        if (value < 0 || value > MOST_32) {
            throw new JsonNumbers.NoNumber();
        }
        return value;
    }

    private static String wanted(Field field) {
        return switch (field.type) {
            case INT32, SINT32, SFIXED32 -> "has to be a whole number from -2147483648 to 2147483647";
            case UINT32, FIXED32 -> "has to be a whole number from 0 to 4294967295";
            case INT64, SINT64, SFIXED64 ->
                "has to be a whole number from -9223372036854775808 to 9223372036854775807 (better in quotes)";
            case UINT64, FIXED64 -> "has to be a whole number from 0 to 18446744073709551615 (better in quotes)";
            case FLOAT -> "has to be a number up to 3.4028235e38, \"NaN\", \"Infinity\" or \"-Infinity\"";
            case DOUBLE -> "has to be a number up to 1.7976931348623157e308, \"NaN\", \"Infinity\" or \"-Infinity\"";
            case BOOL -> "has to be true or false";
            case ENUM -> "has to be the name of a value of the enum " + field.names.fullName + ", or its number";
            default -> "has to be a " + field.type.name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
