package io.polyport.gateway.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class NfcTest {
    @Test
    @DisplayName("one letter that two keyboards write in two ways becomes one text")
    void composed() {
        assertThat(Nfc.of("и\u0306")).contains("й");
        assertThat(Nfc.of("Й, й и é: Ёлка")).contains("Й, й и é: Ёлка");
        assertThat(Nfc.of("")).contains("");
    }

    @Test
    @DisplayName("30 marks on one letter are taken, 31 are not, however many letters there are and wherever it stands")
    void marks() {
        String most = "a" + "\u0301".repeat(30);
        assertThat(Nfc.of(most.repeat(1_000))).isPresent();
        assertThat(Nfc.of("x" + most + "\u0323")).isEmpty();
        assertThat(Nfc.of("\u0345\u0301\u0323".repeat(11))).isEmpty();
        // Musical symbols are marks of two chars.
        assertThat(Nfc.of("𝄞" + "\uD834\uDD65".repeat(30))).isPresent();
        assertThat(Nfc.of("𝄞" + "\uD834\uDD65".repeat(31))).isEmpty();
    }
}
