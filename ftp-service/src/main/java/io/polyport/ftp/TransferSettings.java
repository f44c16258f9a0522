package io.polyport.ftp;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;

/** Transfers between two servers in the background (FT-21). */
public record TransferSettings(
        @Doc("Transfers that one instance works on at the same time.") @Default("8")
        int atOnce,

        @Doc("Most that one caller may have, ended ones included.") @Default("1000")
        int perCaller,

        @Doc("How long an ended transfer can be looked at.") @Default("7d")
        Duration keep,

        @Doc("How long a lost server is tried again before a transfer fails.") @Default("24h")
        Duration giveUp) {
    public TransferSettings {
        Rules.of()
                .between("at-once", atOnce, 1, 1_000)
                .between("per-caller", perCaller, 1, 1_000_000)
                .positive("keep", keep)
                .positive("give-up", giveUp)
                .done();
    }
}
