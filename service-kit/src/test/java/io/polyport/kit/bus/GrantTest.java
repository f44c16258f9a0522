package io.polyport.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class GrantTest {
    private static final Envelope.Grant READS_A = new Envelope.Grant("read", List.of("a", "b-*"), List.of("/in/**"));

    @Test
    @DisplayName("a grant is for its access, its connections and its objects together (GW-15)")
    void together() {
        assertThat(READS_A.allows("read", "a", "/in/x/y")).isTrue();
        assertThat(READS_A.allows("read", "b-2", "/in/x")).isTrue();
        assertThat(READS_A.allows("write", "a", "/in/x")).isFalse();
        assertThat(READS_A.allows("read", "c", "/in/x")).isFalse();
        assertThat(READS_A.allows("read", "a", "/out/x")).isFalse();
        assertThat(new Envelope.Grant("write", List.of("*"), List.of()).allows("write", "any", "/anything"))
                .isTrue();
        assertThat(new Envelope.Grant("write", List.of(), List.of()).allows("write", "any", "/anything"))
                .isFalse();
    }
}
