package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a path or query as the JSON of one value of a field. */
final class ScalarText {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,20}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern MASK = Pattern.compile("[A-Za-z0-9_.,]*");
    private static final int NAMES_SHOWN = 10;

    private ScalarText() {}

    /** @throws Unfit when the text is no value of the field */
    static JsonScalar of(FieldDescriptor field, String text) {
        return switch (field.getType()) {
            case STRING -> quoted(text);
            case BYTES -> bytes(text);
            case BOOL -> bool(text);
            case INT32, SINT32, SFIXED32 -> number(integer(text, true, 32));
            case UINT32, FIXED32 -> number(integer(text, false, 32));
            case INT64, SINT64, SFIXED64 -> quoted(integer(text, true, 64));
            case UINT64, FIXED64 -> quoted(integer(text, false, 64));
            case FLOAT -> floating(text, Float.toString(parsed(text, Float::parseFloat)));
            case DOUBLE -> floating(text, Double.toString(parsed(text, Double::parseDouble)));
            case ENUM -> constant(field.getEnumType(), text);
            case MESSAGE, GROUP -> wellKnown(field, text);
        };
    }

    private static JsonScalar quoted(String text) {
        return new JsonScalar(text, true);
    }

    private static JsonScalar number(String text) {
        return new JsonScalar(text, false);
    }

    private static JsonScalar bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new Unfit("has to be true or false");
        }
        return new JsonScalar(text, false);
    }

    private static String integer(String text, boolean signed, int bits) {
        if (!INTEGER.matcher(text).matches()) {
            throw new Unfit("has to be a whole number");
        }
        var value = new BigInteger(text);
        BigInteger end = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
        BigInteger least = signed ? end.negate() : BigInteger.ZERO;
        if (value.compareTo(least) < 0 || value.compareTo(end) >= 0) {
            throw new Unfit("has to be a number from " + least + " to " + end.subtract(BigInteger.ONE));
        }
        return value.toString();
    }

    /** Infinity, so written, is a value; a number that is too large for the type is none. */
    private static JsonScalar floating(String text, String value) {
        boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        if (special) {
            return quoted(text);
        }
        if (value.endsWith("Infinity")) {
            throw new Unfit("is larger than its type can be");
        }
        return number(value);
    }

    private static <T> T parsed(String text, Function<String, T> parse) {
        boolean special = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        if (!special && !DECIMAL.matcher(text).matches()) {
            throw new Unfit("has to be a number, NaN, Infinity or -Infinity");
        }
        return parse.apply(text);
    }

    private static JsonScalar bytes(String text) {
        try {
            String plain = text.replace('-', '+').replace('_', '/');
            Base64.getDecoder().decode(plain);
            return quoted(text);
        } catch (IllegalArgumentException other) {
            throw new Unfit("has to be base64 or base64url, a '+' escaped as " + '%' + "2B");
        }
    }

    private static JsonScalar constant(EnumDescriptor type, String text) {
        if (INTEGER.matcher(text).matches()) {
            String number = integer(text, true, 32);
            if (type.isClosed() && type.findValueByNumber(Integer.parseInt(number)) == null) {
                throw new Unfit("is no number of " + type.getFullName() + constants(type));
            }
            return number(number);
        }
        EnumValueDescriptor value = type.findValueByName(text);
        if (value == null) {
            throw new Unfit("is no name of " + type.getFullName() + constants(type));
        }
        boolean nothing = type.getFullName().equals("google.protobuf.NullValue");
        return nothing ? new JsonScalar("null", false) : quoted(text);
    }

    private static String constants(EnumDescriptor type) {
        return type.getValues().stream()
                .limit(NAMES_SHOWN)
                .map(EnumValueDescriptor::getName)
                .collect(Collectors.joining(", ", ": ", type.getValues().size() > NAMES_SHOWN ? ", …" : ""));
    }

    private static JsonScalar wellKnown(FieldDescriptor field, String text) {
        if (JsonForm.isWrapper(field.getMessageType())) {
            return of(field.getMessageType().findFieldByNumber(1), text);
        }
        try {
            switch (field.getMessageType().getName()) {
                case "Timestamp" -> Timestamps.checkValid(Timestamps.parse(text));
                case "Duration" -> Durations.checkValid(Durations.parse(text));
                default -> {
                    return mask(text);
                }
            }
        } catch (ParseException | IllegalArgumentException other) {
            boolean time = field.getMessageType().getName().equals("Timestamp");
            throw new Unfit(time ? "has to be a time, as 2026-01-31T12:00:00Z" : "has to be a duration, as 1.5s");
        }
        return quoted(text);
    }

    /** Both ways to write a mask are common in queries; in JSON there is only one. */
    private static JsonScalar mask(String text) {
        if (!MASK.matcher(text).matches()) {
            throw new Unfit("has to be names of fields, divided by commas");
        }
        var camel = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean joint = text.charAt(i) == '_'
                    && i + 1 < text.length()
                    && text.charAt(i + 1) >= 'a'
                    && text.charAt(i + 1) <= 'z';
            camel.append(joint ? Character.toUpperCase(text.charAt(++i)) : text.charAt(i));
        }
        if (camel.indexOf("_") >= 0) {
            throw new Unfit("names a field whose name has no form in the JSON of a field mask");
        }
        return quoted(camel.toString());
    }
}
