package io.polyport.system.odata;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The goods of the tests: how each is made from its number, and what all of them together are told by. */
final class Goods {
    static final String SET = "Catalog_Товары";

    /** As clients see them, in the order in which they are compared. */
    static final List<String> PROPERTIES =
            List.of("Ref_Key", "Code", "Description", "Цена", "Создан", "Продан", "Описание");

    private static final LocalDateTime FIRST = LocalDateTime.of(2020, 2, 29, 23, 59, 1);

    private Goods() {}

    /** @param note how many characters more its text has */
    static Map<String, Object> row(String area, int number, int note) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Область", area);
        row.put("Ref_Key", new UUID(Integer.toUnsignedLong(number) << 32, number).toString());
        row.put("Code", "%09d".formatted(number));
        row.put("Description", "Товар \"" + number + "\" <&> 'ё' 😀\n\\");
        row.put("Цена", new BigDecimal("0.01").multiply(BigDecimal.valueOf(number)));
        row.put("Создан", FIRST.plusSeconds(number));
        row.put("Продан", number % 3 == 0);
        row.put("Описание", "x".repeat(note));
        return row;
    }

    /**
     * All of them in the order in which they came.
     *
     * @param sha256 of their values
     */
    record Content(long rows, String sha256) {}

    /** Takes one after the other. */
    static final class Tally {
        private final MessageDigest digest = sha256();
        private long rows;

        /** @param values texts by {@link #PROPERTIES}; a number in whatever form */
        void add(Map<String, String> values) {
            String line = PROPERTIES.stream()
                    .map(name -> name.equals("Цена") ? plain(values.get(name)) : values.get(name))
                    .collect(Collectors.joining("|", "", "\n"));
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            rows++;
        }

        Content content() {
            return new Content(rows, HexFormat.of().formatHex(digest.digest()));
        }

        private static String plain(String number) {
            return new BigDecimal(number).stripTrailingZeros().toPlainString();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
