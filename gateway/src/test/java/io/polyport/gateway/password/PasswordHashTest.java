package io.polyport.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "GW-13 {0} of other programs is understood: {1}")
    @CsvSource({
        // phc-winner-argon2's own test of version 1.3 with m=65536, t=2, p=1, and its smaller one.
        "password, $argon2id$v=19$m=65536;t=2;p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "password, $argon2id$v=19$m=256;t=2;p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "password, $argon2id$v=19$m=256;t=2;p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        // The vectors of OpenBSD's and Openwall's bcrypt.
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U, $2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*U, $2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"
    })
    void known(String password, String text) {
        var hash = PasswordHash.parse(text.replace(';', ','));
        assertThat(hash.matches(utf8(password))).isTrue();
        assertThat(hash.matches(utf8(password + "x"))).isFalse();
        assertThat(hash.matches(new byte[0])).isFalse();
        assertThat(hash.toString()).doesNotContain(text.substring(20));
    }

    @Test
    @DisplayName("GW-13 a hash of ours is Argon2id in the usual text, and never the same twice")
    void ours() {
        var random = new SecureRandom();
        byte[] password = utf8("пароль с пробелом");
        String text = Argon2Hash.of(password, random).text();
        assertThat(text).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(PasswordHash.parse(text).matches(password)).isTrue();
        assertThat(Argon2Hash.of(password, random).text()).isNotEqualTo(text);
    }

    @ParameterizedTest(name = "GW-13 {0} is no hash that a gateway should check")
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=8,t=1,p=4$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$1$salt$hash"
            })
    void refused(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hash-password");
    }

    @Test
    @DisplayName("GW-13 a password longer than bcrypt reads is not taken for one that begins the same")
    void longForBcrypt() {
        String text = org.bouncycastle.crypto.generators.OpenBSDBCrypt.generate(utf8("я".repeat(36)), new byte[16], 4);
        var hash = PasswordHash.parse(text);
        assertThat(hash.matches(utf8("я".repeat(36)))).isTrue();
        assertThat(hash.matches(utf8("я".repeat(36) + "1"))).isFalse();
    }
}
