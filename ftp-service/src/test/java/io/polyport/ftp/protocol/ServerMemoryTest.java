package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory of servers")
class ServerMemoryTest {
    private static final FtpSettings SERVER = FtpSettings.of("ftp.example.com", 21, "anna", "secret");

    private long now = Long.MAX_VALUE - 1_000;
    private final ServerMemory memory = new ServerMemory(() -> now);

    private ServerTraits learn() {
        return memory.learn(SERVER, "ready", ServerFeatures.NONE, 200, true);
    }

    @Test
    @DisplayName("FT-3 lasts ten minutes from when the server told, however often it is used")
    void bounded() {
        var traits = learn();
        now += ServerMemory.LASTS.toNanos() - 1;
        assertThat(memory.of(SERVER, "ready")).isSameAs(traits);
        now++;
        assertThat(memory.of(SERVER, "ready")).isNull();
    }

    @Test
    @DisplayName("FT-3 ends with another greeting, also when the old one comes back")
    void greeting() {
        learn();
        assertThat(memory.of(SERVER, "ready, too")).isNull();
        assertThat(memory.of(SERVER, "ready")).isNull();
    }

    @Test
    @DisplayName("FT-3 is of one user at one address in one dialect")
    void places() {
        learn();
        assertThat(memory.of(FtpSettings.of("ftp.example.com", 21, "anna", "new"), "ready"))
                .isNotNull();
        assertThat(memory.of(FtpSettings.of("ftp.example.com", 21, "otto", "secret"), "ready"))
                .isNull();
        assertThat(memory.of(FtpSettings.of("ftp.example.com", 2121, "anna", "secret"), "ready"))
                .isNull();
        assertThat(memory.of(SERVER.withDialect(FtpDialect.usual().withHidden(true)), "ready"))
                .isNull();
    }

    @Test
    @DisplayName("FT-3 is one for logins that began together, so that what one of them finds out holds for all")
    void together() {
        var first = learn();
        var second = learn();
        assertThat(second).isSameAs(first);
        second.system("UNIX");
        assertThat(memory.of(SERVER, "ready").system()).isEqualTo("UNIX");
        assertThat(memory.learn(SERVER, "ready", ServerFeatures.NONE, 504, true))
                .isNotSameAs(first);
    }

    @Test
    @DisplayName("FT-40 is bounded: a thousand servers, those that were used last")
    void most() {
        learn();
        for (int port = 1; port < 1000; port++) {
            memory.learn(FtpSettings.of("h", port, "u", "p"), "", ServerFeatures.NONE, 0, true);
        }
        assertThat(memory.of(SERVER, "ready")).isNotNull();
        memory.learn(FtpSettings.of("h", 1000, "u", "p"), "", ServerFeatures.NONE, 0, true);
        assertThat(memory.of(FtpSettings.of("h", 1, "u", "p"), "")).isNull();
        assertThat(memory.of(SERVER, "ready")).isNotNull();
    }
}
