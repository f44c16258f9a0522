package io.polyport.gateway.identity;

import java.util.Arrays;
import java.util.List;

/** A request that must be refused, and why. */
record Attack(String name, Refusal reason, Credentials credentials) {
    /** Parts of the tokens that no answer may repeat. */
    List<String> secrets() {
        return credentials.authorization().stream()
                .flatMap(value -> Arrays.stream(value.split("[ .,]")))
                .filter(part -> part.length() > 16)
                .toList();
    }
}
