package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Principal;
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
    private final List<ODataException> refusals = new ArrayList<>();
    private Turns turns = turns(1, 1, 2, 2);

    private static Turns turns(int readings, int perCaller, int waiting, int waitingPerCaller) {
        var some = DatabaseSettings.at("file", Optional.empty());
        return new Turns(new DatabaseSettings(
                some.url(),
                some.folder(),
                some.user(),
                some.password(),
                some.pool(),
                readings,
                Optional.of(perCaller),
                waiting,
                Optional.of(waitingPerCaller),
                Duration.ofSeconds(3),
                some.connectTimeout(),
                some.statementTimeout(),
                some.fetchSize()));
    }

    /** The first letter is the caller. */
    private Turns.Waiter waiter(String name) {
        return new Turns.Waiter() {
            @Override
            public Principal.Identity caller() {
                return Opened.caller(name.substring(0, 1));
            }

            @Override
            public void admitted() {
                told.add(name);
            }

            @Override
            public void refused(ODataException why) {
                refusals.add(why);
                told.add(name + " refused: " + why.status());
            }
        };
    }

    private void enter(String... names) {
        for (String name : names) {
            turns.enter(waiter(name));
        }
    }

    private void giveBack(String caller) {
        turns.giveBack(Opened.caller(caller));
    }

    @Test
    @DisplayName("come to one caller's readings in the order of asking, so many at once")
    void order() {
        enter("a1", "a2", "a3");
        assertThat(told).containsExactly("a1");
        assertThat(turns.waiting()).isEqualTo(2);

        giveBack("a");
        assertThat(told).containsExactly("a1", "a2");
        giveBack("a");
        giveBack("a");
        enter("a4");

        assertThat(told).containsExactly("a1", "a2", "a3", "a4");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    @DisplayName("OD-65: a caller with many requests has no more than his share, so that another is let in at once")
    void share() {
        turns = turns(4, 3, 100, 50);
        enter("a1", "a2", "a3", "a4", "a5", "b1");
        assertThat(told).containsExactly("a1", "a2", "a3", "b1");

        giveBack("b");
        assertThat(told).as("the fourth stays free for others").hasSize(4);
        enter("c1");
        assertThat(told).last().isEqualTo("c1");
        giveBack("a");
        assertThat(told).last().isEqualTo("a4");
    }

    @Test
    @DisplayName("come to callers who wait one after the other, however many requests each has")
    void amongCallers() {
        turns = turns(1, 1, 100, 50);
        enter("a1", "a2", "a3", "b1", "b2", "c1");

        for (String caller : List.of("a", "b", "c", "a", "b")) {
            giveBack(caller);
        }

        assertThat(told).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    @DisplayName(
            "OD-65: of few callers who take all places, the one with most gives his last to who comes with his first")
    void newcomer() {
        turns = turns(1, 1, 4, 3);
        enter("a1", "a2", "a3", "a4", "b1");
        assertThat(turns.waiting()).isEqualTo(4);

        enter("c1", "b2", "a5");

        assertThat(told).containsExactly("a1", "a4 refused: 503", "b2 refused: 503", "a5 refused: 503");
        assertThat(turns.waiting()).isEqualTo(4);
        for (String caller : List.of("a", "b", "c", "a")) {
            giveBack(caller);
        }
        assertThat(told).endsWith("b1", "c1", "a2", "a3");
    }

    @Test
    @DisplayName("OD-65: who has all that one caller may have is told so, even where nobody may wait")
    void nobodyWaits() {
        turns = turns(2, 1, 0, 0);
        enter("a1", "a2", "b1", "c1");

        assertThat(told).containsExactly("a1", "a2 refused: 429", "b1", "c1 refused: 503");
    }

    @Test
    @DisplayName("OD-65: are refused at once where too many wait already; the guard's name is said")
    void full() {
        enter("a1", "b1", "c1", "d1");

        assertThat(told).containsExactly("a1", "d1 refused: 503");
        assertThat(refusals.getFirst().text("en")).contains("'waiting'");
        assertThat(refusals.getFirst().text("ru")).contains("'waiting'");
        assertThat(refusals.getFirst().retryAfterSeconds()).isPositive();
    }

    @Test
    @DisplayName("OD-65: are refused with 429 to a caller of whom too many wait, while others may wait still")
    void ownFull() {
        turns = turns(2, 1, 4, 2);
        enter("a1", "a2", "a3", "a4", "b1", "b2");

        assertThat(told).containsExactly("a1", "a4 refused: 429", "b1");
        assertThat(refusals.getFirst().text("en")).contains("'waiting-per-caller'", "'readings-per-caller'");
        assertThat(refusals.getFirst().text("ru")).contains("'waiting-per-caller'", "'readings-per-caller'");
        assertThat(refusals.getFirst().retryAfterSeconds()).isPositive();
        assertThat(turns.waiting()).isEqualTo(3);
    }

    @Test
    @DisplayName("OD-65: are refused when they did not come in time, those that still have time are not")
    void late() {
        turns = turns(2, 2, 2, 2);
        long before = System.nanoTime();
        enter("a1", "a2", "b1");
        turns.expire(before + Duration.ofSeconds(2).toNanos());
        assertThat(turns.waiting()).isEqualTo(1);

        turns.expire(System.nanoTime() + Duration.ofSeconds(4).toNanos());

        assertThat(told).last().isEqualTo("b1 refused: 503");
        assertThat(refusals.getFirst().text("en")).contains("'turn-timeout'", "3 s");
        giveBack("a");
        enter("e1");
        assertThat(told).last().isEqualTo("e1");
    }

    @Test
    @DisplayName("OD-65: are refused with 429 when it was the caller's own readings that did not end in time")
    void ownLate() {
        turns = turns(2, 1, 2, 2);
        enter("a1", "a2");

        turns.expire(System.nanoTime() + Duration.ofSeconds(4).toNanos());

        assertThat(told).containsExactly("a1", "a2 refused: 429");
        assertThat(refusals.getFirst().text("en")).contains("'readings-per-caller'", "'turn-timeout'");
        assertThat(turns.waiting()).isZero();
    }

    @Test
    @DisplayName("who leaves makes room and gets none")
    void leaving() {
        var left = waiter("a2");
        enter("a1");
        turns.enter(left);
        assertThat(turns.leave(left)).isTrue();
        assertThat(turns.leave(left)).isFalse();
        assertThat(turns.waiting()).isZero();

        giveBack("a");

        assertThat(told).containsExactly("a1");
    }
}
