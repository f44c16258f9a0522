package io.polyport.ftp;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;

/** Uploads that can be resumed (FT-25), and what broken ones leave behind. */
public record UploadSettings(
        @Doc("How long an upload that is not complete is kept after its last byte; then it is swept.") @Default("24h")
        Duration keep,

        @Doc("Most that one caller may have begun.") @Default("100")
        int perCaller,

        @Doc(
                "A process that does not say for so long that it works on an upload counts as dead: another one may go on, and what it left is swept.")
        @Default("10s")
        Duration claim,

        @Doc("How often is looked for what has to be swept, and the first pause after a server could not be reached.")
        @Default("10s")
        Duration sweepEvery) {
    public UploadSettings {
        Rules.of()
                .positive("keep", keep)
                .between("per-caller", perCaller, 1, 100_000)
                .that(claim.toMillis() >= 1_000 && claim.toMillis() <= 600_000, "claim", "must be from 1s to 10m")
                .positive("sweep-every", sweepEvery)
                .done();
    }
}
