package io.polyport.odata.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of tables, columns and indexes: ASCII, readable, at most 63 bytes, and the same on every machine, since each is
 * computed of the full name alone. A table takes at most 48, so that the tables of its totals ({@code _t}, {@code _c},
 * {@code _l}) and its indexes can be named after it.
 */
public final class PhysicalName {
    private static final int TABLE_WORDS = 41;
    private static final int COLUMN_WORDS = 40;
    private static final int INDEX_WORDS = 7;
    private static final int HASH = 6;
    private static final BigInteger RANGE = BigInteger.valueOf(36).pow(HASH);
    private static final Pattern DASHES = Pattern.compile("_{2,}");
    private static final Map<ObjectKind, String> PREFIXES = Map.ofEntries(
            Map.entry(ObjectKind.CATALOG, "catalog"),
            Map.entry(ObjectKind.DOCUMENT, "document"),
            Map.entry(ObjectKind.DOCUMENT_JOURNAL, "journal"),
            Map.entry(ObjectKind.CONSTANT, "constant"),
            Map.entry(ObjectKind.EXCHANGE_PLAN, "plan"),
            Map.entry(ObjectKind.CHART_OF_ACCOUNTS, "accounts"),
            Map.entry(ObjectKind.CHART_OF_CALCULATION_TYPES, "calculations"),
            Map.entry(ObjectKind.CHART_OF_CHARACTERISTIC_TYPES, "characteristics"),
            Map.entry(ObjectKind.INFORMATION_REGISTER, "info"),
            Map.entry(ObjectKind.ACCUMULATION_REGISTER, "accum"),
            Map.entry(ObjectKind.CALCULATION_REGISTER, "calc"),
            Map.entry(ObjectKind.ACCOUNTING_REGISTER, "acct"),
            Map.entry(ObjectKind.BUSINESS_PROCESS, "process"),
            Map.entry(ObjectKind.TASK, "task"));

    private PhysicalName() {}

    /**
     * Of an object's own table ({@code section} is '') or of a tabular section's.
     *
     * @return {@code catalog_tovary_k3f9q2}
     */
    public static String table(ObjectKind kind, String object, String section) {
        String whole = kind.prefix() + "_" + object + (section.isEmpty() ? "" : "_" + section);
        String prefix = PREFIXES.get(kind);
        int room = TABLE_WORDS - prefix.length() - 1;
        String words = section.isEmpty()
                ? cut(words(object), room)
                : cut(words(object), room / 2) + "_" + cut(words(section), room - room / 2 - 1);
        return prefix + "_" + words + "_" + hash(whole);
    }

    /** Of a property that the model's developer named: {@code tsena_x7f2ab}. */
    public static String column(String property) {
        return cut(words(property), COLUMN_WORDS) + "_" + hash(property);
    }

    /** Of the platform's own property: {@code DeletionMark} has {@code deletion_mark}. */
    public static String standard(String property) {
        return words(property.endsWith("_Key") ? property.substring(0, property.length() - 4) : property);
    }

    /** Of an index over columns of a table. */
    public static String index(String table, String columns) {
        return table + "_" + cut(columns, INDEX_WORDS) + "_" + hash(columns);
    }

    private static String cut(String words, int length) {
        String kept = words.length() <= length ? words : words.substring(0, length);
        return kept.endsWith("_") ? kept.substring(0, kept.length() - 1) : kept;
    }

    /** {@code ТоварыНаСкладах} to {@code tovary_na_skladakh}. */
    private static String words(String name) {
        var text = new StringBuilder();
        int before = ' ';
        for (int sign : name.codePoints().toArray()) {
            if (Character.isUpperCase(sign) && Character.isLowerCase(before)) {
                text.append('_');
            }
            text.append(letters(Character.toLowerCase(sign)));
            before = sign;
        }
        String words = DASHES.matcher(text).replaceAll("_");
        words = words.startsWith("_") ? words.substring(1) : words;
        return words.isEmpty() ? "x" : Character.isDigit(words.charAt(0)) ? "x" + words : words;
    }

    private static String letters(int sign) {
        if ((sign >= 'a' && sign <= 'z') || (sign >= '0' && sign <= '9') || sign == '_') {
            return Character.toString(sign);
        }
        return switch (sign) {
            case 'а' -> "a";
            case 'б' -> "b";
            case 'в' -> "v";
            case 'г', 'ґ' -> "g";
            case 'д' -> "d";
            case 'е', 'э', 'є' -> "e";
            case 'ё' -> "yo";
            case 'ж' -> "zh";
            case 'з' -> "z";
            case 'и', 'і' -> "i";
            case 'й', 'ы' -> "y";
            case 'к' -> "k";
            case 'л' -> "l";
            case 'м' -> "m";
            case 'н' -> "n";
            case 'о' -> "o";
            case 'п' -> "p";
            case 'р' -> "r";
            case 'с' -> "s";
            case 'т' -> "t";
            case 'у' -> "u";
            case 'ф' -> "f";
            case 'х' -> "kh";
            case 'ц' -> "ts";
            case 'ч' -> "ch";
            case 'ш' -> "sh";
            case 'щ' -> "shch";
            case 'ю' -> "yu";
            case 'я' -> "ya";
            case 'ї' -> "yi";
            default -> "";
        };
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            String text = new BigInteger(1, digest).mod(RANGE).toString(36);
            return "0".repeat(HASH - text.length()) + text;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
