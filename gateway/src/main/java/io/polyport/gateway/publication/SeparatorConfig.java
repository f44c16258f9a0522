package io.polyport.gateway.publication;

import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.util.Optional;

/** One data separator of a publication (GW-8). */
public record SeparatorConfig(
        @Doc("Its name, as the services know it.") String name,

        @Doc("Its value for all calls; not set: the next segment of the path, between base path and kind.")
        Optional<String> value) {
    public SeparatorConfig {
        Rules.of()
                .notBlank("name", name)
                .that(value.map(text -> !text.isBlank()).orElse(true), "value", "must not be empty")
                .done();
    }
}
