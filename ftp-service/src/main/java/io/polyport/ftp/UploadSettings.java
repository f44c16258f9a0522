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
        int perCaller) {
    public UploadSettings {
        Rules.of()
                .positive("keep", keep)
                .between("per-caller", perCaller, 1, 100_000)
                .done();
    }
}
