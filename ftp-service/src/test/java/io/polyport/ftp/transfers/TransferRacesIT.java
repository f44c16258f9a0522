package io.polyport.ftp.transfers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.transfers.Transfer.State;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.store.Entry;
import io.polyport.store.HeldClaim;
import io.polyport.store.Records;
import io.polyport.store.StateSettings;
import io.polyport.store.StateStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A caller who resumes a transfer at the moment in which it is put away")
class TransferRacesIT {
    private static final String OWNER = "anna";
    private static final String ID = "t";
    private static final StoredGrants GRANTS = new StoredGrants(List.of());

    @TempDir
    private Path folder;

    private Vertx vertx;
    private StateStore store;
    private Records records;
    private TransferRoom room;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        store = Waiting.value(StateStore.open(vertx, StateSettings.inFolder(folder), "test"));
        records = store.records("transfer");
        // It works on nothing itself, so it needs no servers.
        room = new TransferRoom(vertx, null, null, Optional.of(store), null, 0);
    }

    @AfterEach
    void stop() {
        Waiting.value(store.close());
        Waiting.value(vertx.close());
    }

    /** As somebody sees it who is about to put it away. */
    private Entry seen(State state) {
        var order = new Order(
                new Order.Side("one", "a"), new Order.Side("two", "b"), false, Optional.empty(), Overwrite.NEVER);
        var transfer = new Transfer(order, GRANTS, Instant.now());
        transfer.state = state;
        transfer.ended = state.isEnded() ? Instant.now() : null;
        Waiting.value(records.create(ID, OWNER, Optional.of(Instant.now()), transfer.toJson()));
        return now();
    }

    private Entry now() {
        return Waiting.value(room.find(OWNER, ID));
    }

    private void assertResumed() {
        assertThat(now().body().getString("state")).isEqualTo(State.WAITING.name());
        assertThat(now().due()).isPresent();
    }

    private HeldClaim claim() {
        return Waiting.value(HeldClaim.take(vertx, records, ID, Duration.ofMinutes(1)))
                .orElseThrow();
    }

    private static Ledger ledger(Records records, HeldClaim claim, Entry seen) {
        return new Ledger(records, claim, seen, Transfer.of(seen.body()), () -> {});
    }

    @Test
    @DisplayName("FT-21 who removes a transfer does not remove one that was resumed meanwhile, and is told so")
    void removed() {
        Entry seen = seen(State.FAILED);
        Waiting.value(room.resume(OWNER, ID, GRANTS));

        assertThat(Waiting.value(new Removal(null, records).remove(seen))).isFalse();
        assertResumed();
        assertThatThrownBy(() -> Waiting.value(room.remove(OWNER, ID)))
                .hasStackTraceContaining("ftp.transfer-not-ended");
        assertResumed();
    }

    @Test
    @DisplayName("FT-21 a transfer whose time is over is not forgotten when it was resumed meanwhile")
    void forgotten() {
        Entry seen = seen(State.FAILED);
        HeldClaim claim = claim();
        Waiting.value(room.resume(OWNER, ID, GRANTS));

        Waiting.value(ledger(records, claim, seen).remove());
        assertResumed();
        Waiting.value(claim.release());
    }

    @Test
    @DisplayName("FT-21 a transfer is not paused for ever when it was resumed at the moment of its pause")
    void paused() {
        Entry seen = seen(State.PAUSED);
        HeldClaim claim = claim();
        Waiting.value(room.resume(OWNER, ID, GRANTS));

        Waiting.value(ledger(records, claim, seen).rest(Optional.empty()));
        assertResumed();
        Waiting.value(claim.release());
    }

    @Test
    @DisplayName("FT-21 a transfer that was removed can't be resumed, and does not come back")
    void resumedTooLate() {
        seen(State.FAILED);
        Waiting.value(room.remove(OWNER, ID));

        assertThatThrownBy(() -> Waiting.value(room.resume(OWNER, ID, GRANTS)))
                .hasStackTraceContaining("ftp.transfer-unknown");
        assertThat(Waiting.value(records.find(ID))).isEmpty();
    }
}
