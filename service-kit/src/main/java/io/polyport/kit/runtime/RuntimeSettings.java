package io.polyport.kit.runtime;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;

/** What every program can be told about its life. */
public record RuntimeSettings(
        @Doc("Health and metrics.") ManagementSettings management,

        @Doc("How long the program may take from its start until all its parts serve.") @Default("60s")
        Duration startLimit,

        @Doc("How long work in flight may take to end after SIGTERM; what is left then is broken off.") @Default("20s")
        Duration drainLimit,

        @Doc("Number of event loops; 0 takes one per processor, and two at least.") @Default("0")
        int eventLoops) {
    public RuntimeSettings {
        Rules.of()
                .positive("start-limit", startLimit)
                .positive("drain-limit", drainLimit)
                .between("event-loops", eventLoops, 0, 1024)
                .done();
    }
}
