package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.problem.ODataException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Turns of readings")
final class TurnsTest {
    private final List<String> told = new ArrayList<>();
    private final Turns turns = new Turns(Opened.limits(
            DatabaseSettings.at("file", Optional.empty()), 1, 2, Duration.ofSeconds(3), Duration.ofSeconds(1)));

    private Turns.Waiter waiter(String name) {
        return new Turns.Waiter() {
            @Override
            public void admitted() {
                told.add(name);
            }

            @Override
            public void refused(ODataException why) {
                assertThat(why.status()).isEqualTo(503);
                told.add(name + " refused: " + why.text("en"));
            }
        };
    }

    @Test
    @DisplayName("come in the order of asking, so many at once")
    void order() {
        List.of("a", "b", "c").forEach(name -> turns.enter(waiter(name)));
        assertThat(told).containsExactly("a");
        assertThat(turns.waiting()).isEqualTo(2);

        turns.giveBack();
        assertThat(told).containsExactly("a", "b");
        turns.giveBack();
        turns.giveBack();
        turns.enter(waiter("d"));

        assertThat(told).containsExactly("a", "b", "c", "d");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    @DisplayName("OD-65: are refused at once where too many wait already; the guard's name is said")
    void full() {
        List.of("a", "b", "c", "d").forEach(name -> turns.enter(waiter(name)));

        assertThat(told).hasSize(2).last().asString().startsWith("d refused").contains("'waiting'");
    }

    @Test
    @DisplayName("OD-65: are refused when they did not come in time, those that still have time are not")
    void late() {
        List.of("a", "b").forEach(name -> turns.enter(waiter(name)));
        turns.expire(System.nanoTime() + Duration.ofSeconds(2).toNanos());
        assertThat(turns.waiting()).isEqualTo(1);

        turns.expire(System.nanoTime() + Duration.ofSeconds(4).toNanos());

        assertThat(told).hasSize(2).last().asString().startsWith("b refused").contains("'turn-timeout'", "3 s");
        turns.giveBack();
        turns.enter(waiter("e"));
        assertThat(told).last().isEqualTo("e");
    }

    @Test
    @DisplayName("who leaves makes room and gets none")
    void leaving() {
        var b = waiter("b");
        turns.enter(waiter("a"));
        turns.enter(b);
        assertThat(turns.leave(b)).isTrue();
        assertThat(turns.leave(b)).isFalse();

        turns.giveBack();

        assertThat(told).containsExactly("a");
    }
}
