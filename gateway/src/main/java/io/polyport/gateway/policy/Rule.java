package io.polyport.gateway.policy;

import io.polyport.kit.config.Doc;

/** One rule: whoever it is for may do what it names. */
public record Rule(
        @Doc("A name for logs.") String name,
        @Doc("Whom it is for.") Who who,
        @Doc("What it allows.") May may) {}
