package io.polyport.kit.runtime;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;

/** Where the management port listens. */
public record ManagementSettings(
        @Doc("Address of the management port (health, metrics); without authentication, so never a public one.")
        @Default("127.0.0.1")
        String host,

        @Doc("The management port; 0 takes any free one.") @Default("8081")
        int port) {
    public ManagementSettings {
        Rules.of().notBlank("host", host).port("port", port).done();
    }
}
