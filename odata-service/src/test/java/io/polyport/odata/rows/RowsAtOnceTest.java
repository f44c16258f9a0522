package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How many rows PostgreSQL gives at once")
final class RowsAtOnceTest {
    private static final long MIB = 1024 * 1024;

    /** How many came each time, when rows of these sizes are read. */
    private static List<Integer> fetches(RowsAtOnce atOnce, LongStream sizes) {
        List<Integer> fetches = new ArrayList<>(List.of(atOnce.rows()));
        var left = new AtomicInteger(atOnce.rows());
        sizes.forEach(size -> {
            atOnce.came(size);
            if (left.decrementAndGet() == 0) {
                left.set(atOnce.rows());
                fetches.add(atOnce.rows());
            }
        });
        return fetches;
    }

    @Test
    @DisplayName("grows from two to what is wanted while rows are small")
    void small() {
        assertThat(fetches(
                        RowsAtOnce.expecting(200, 1_000),
                        LongStream.generate(() -> 200).limit(3_000)))
                .containsExactly(2, 16, 128, 1_000, 1_000, 1_000);
    }

    @Test
    @DisplayName("is one after a large row was seen, and for a while: small ones may stand between large ones")
    void large() {
        assertThat(fetches(RowsAtOnce.expecting(300, 1_000), LongStream.of(5 * MIB, 10, 10, 10, 10)))
                .containsExactly(2, 1, 1, 1, 1);
    }

    @Test
    @DisplayName("is never more than there is room for, should rows be as large as storages may be expected to be")
    void expected() {
        assertThat(fetches(
                        RowsAtOnce.expecting(2 * MIB, 1_000),
                        LongStream.generate(() -> 10).limit(3_000)))
                .endsWith(4)
                .allMatch(rows -> rows <= 4);
    }

    @Test
    @DisplayName("where texts may be large, grows no faster than a quarter of the rows that were small")
    void texts() {
        var fetches = fetches(
                RowsAtOnce.expecting(128 * 1024, 1_000),
                LongStream.generate(() -> 200).limit(20_000));
        assertThat(fetches).startsWith(2, 16, 64, 64, 64).endsWith(256);
        int seen = 0;
        for (int rows : fetches) {
            assertThat(rows).isLessThanOrEqualTo(Math.max(64, seen / 4));
            seen += rows;
        }
    }

    @Test
    @DisplayName("begins anew with each large text among small ones")
    void largeText() {
        var fetches = fetches(
                RowsAtOnce.expecting(128 * 1024, 1_000),
                LongStream.range(0, 10_000).map(row -> row % 100 == 99 ? 20_000 : 200));
        assertThat(fetches).allMatch(rows -> rows <= 64).contains(64);
    }

    @Test
    @DisplayName("is never more than is wanted")
    void wanted() {
        assertThat(fetches(RowsAtOnce.expecting(10, 1), LongStream.of(10, 10, 10)))
                .containsOnly(1);
    }
}
