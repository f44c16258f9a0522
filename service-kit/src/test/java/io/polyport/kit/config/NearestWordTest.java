package io.polyport.kit.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The known word that was probably meant")
final class NearestWordTest {
    private static final List<String> KNOWN =
            List.of("turn-timeout", "readings", "waiting", "Catalog_Товары", "Catalog_Контрагенты");

    @ParameterizedTest
    @CsvSource({
        "turnTimeout, turn-timeout",
        "reading, readings",
        "WAITNG, waiting",
        "Catalog_Товар, Catalog_Товары",
        "catalog-товыры, Catalog_Товары",
        "Catalog_Котрагент, Catalog_Контрагенты"
    })
    @DisplayName("is the one with the fewest letters changed")
    void near(String written, String meant) {
        assertThat(NearestWord.among(KNOWN, written)).contains(meant);
    }

    @Test
    @DisplayName("is none when all are too far away, however long the written one is")
    void none() {
        assertThat(NearestWord.among(KNOWN, "x")).isEmpty();
        assertThat(NearestWord.among(KNOWN, "waiting".repeat(2))).isEmpty();
        assertThat(NearestWord.among(KNOWN, "z".repeat(60_000))).isEmpty();
    }

    @Test
    @DisplayName("is the first of the nearest, as a plain computation of all distances gives it")
    void asPlain() {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<String> known = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                known.add(word(random));
            }
            String written = word(random);
            assertThat(NearestWord.among(known, written).orElse(""))
                    .as("%s among %s", written, known)
                    .isEqualTo(plainly(known, written));
        }
    }

    private static String word(Random random) {
        var word = new StringBuilder();
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(3)));
        }
        return word.toString();
    }

    private static String plainly(List<String> known, String written) {
        String nearest = "";
        int least = Math.max(1, written.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(candidate, written);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int distance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        var shorter = a.substring(1);
        int changed = distance(shorter, b.substring(1));
        return a.charAt(0) == b.charAt(0)
                ? changed
                : 1 + Math.min(changed, Math.min(distance(shorter, b), distance(a, b.substring(1))));
    }

    @Test
    @DisplayName("is found among 10,000 long names in a bounded number of steps, and so is that there is none")
    void many() {
        var sets = IntStream.range(0, 10_000)
                .mapToObj(i -> "InformationRegister_СведенияОНоменклатуре%04d_RecordType".formatted(i))
                .toList();

        var near = NearestWord.search(sets, "InformationRegister_СведенияОНоменклатур9999_RecordType");
        var none = NearestWord.search(sets, "InformationRegister_ОстаткиТоваровНаСкладах_RecordType");

        assertThat(near.found()).contains("InformationRegister_СведенияОНоменклатуре9999_RecordType");
        assertThat(near.steps()).isLessThan(NearestWord.MOST_STEPS);
        assertThat(none.steps()).isLessThan(NearestWord.MOST_STEPS + 10_000);
    }

    @Test
    @DisplayName("takes no more steps than are allowed, whatever is written")
    void bounded() {
        var hard = IntStream.range(0, 10_000)
                .mapToObj(i -> "ab".repeat(20) + "c".repeat(i % 7) + "ba".repeat(20))
                .toList();

        var search = NearestWord.search(hard, "ba".repeat(45));

        assertThat(search.steps()).isBetween(NearestWord.MOST_STEPS / 2, NearestWord.MOST_STEPS + 20_000);
    }
}
