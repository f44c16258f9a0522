package io.polyport.ftp.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A raw command of a caller")
final class CommandRequestTest {
    @ParameterizedTest(name = "FT-20 FT-42 \"{0}\" is refused, and the problem says what to call instead")
    @ValueSource(
            strings = {
                "PASV",
                "epsv",
                "EPSV ALL",
                "PORT 127,0,0,1,0,22",
                "RETR a",
                "stor a",
                "STOU",
                "APPE a",
                "LIST",
                "NLST",
                "MLSD /",
                "REST 100",
                "ABOR",
                "USER x",
                "PASS y",
                "REIN",
                "QUIT",
                "AUTH TLS",
                "PBSZ 0",
                "PROT C",
                "CCC",
                "MODE Z",
                "STRU R",
                "TYPE A",
                "CWD /",
                "cdup",
                "XCWD a",
                "RNFR a",
                "RNTO b",
                "OPTS UTF8 OFF",
                "opts  utf8 off",
                "OPTS MLST type;",
                "RANG 1 2"
            })
    void outOfStep(String command) {
        assertThatThrownBy(() -> new CommandRequest(command)).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            assertThat(thrown.problem().code()).isEqualTo("request.invalid");
            assertThat(thrown.problem().errors().getFirst().field()).isEqualTo("body:/command");
            assertThat(thrown.problem().detail()).contains("out of step; ");
        });
    }

    @ParameterizedTest(name = "FT-20 FT-42 [{index}] what is not one command alone is refused")
    @ValueSource(
            strings = {
                "NOOP\r\nDELE a",
                "NOOP\nDELE a",
                "NOOP\rx",
                "SITE a\0b",
                " PASV",
                "\tPASV",
                "PASV\t",
                "SITE\tHELP",
                "-",
                "",
                "\u00a0PASV",
                "\u00ff\u00f4PASV"
            })
    void malformed(String command) {
        assertThatThrownBy(() -> new CommandRequest(command)).isInstanceOf(ProblemException.class);
    }

    @Test
    @DisplayName("FT-20 has at most 4 KiB, counted in bytes")
    void length() {
        assertThatCode(() -> new CommandRequest("SITE " + "x".repeat(4091))).doesNotThrowAnyException();
        assertThatThrownBy(() -> new CommandRequest("SITE " + "x".repeat(4092))).hasMessageContaining("4096");
        assertThatThrownBy(() -> new CommandRequest("SITE " + "я".repeat(2046))).hasMessageContaining("4096");
    }

    @ParameterizedTest(name = "FT-20 \"{0}\" goes through")
    @ValueSource(
            strings = {
                "SITE CHMOD 644 a.txt",
                "STAT",
                "HELP",
                "site umask 022",
                "MLST a",
                "OPTS HASH MD5",
                "XCRC a b",
                "DELE  a"
            })
    void allowed(String command) {
        assertThat(new CommandRequest(command).line()).isEqualTo(command);
    }

    @Test
    @DisplayName("FT-20 is compared with a policy's objects by its verb in capitals, as it was written behind that")
    void object() {
        assertThat(new CommandRequest("site chmod 644 A").object()).isEqualTo("SITE chmod 644 A");
        assertThat(new CommandRequest("noop").object()).isEqualTo("NOOP");
    }

    @Test
    @DisplayName("FT-20 FT-42 knows what leads upwards, which no pattern holds")
    void climbs() {
        for (String up : List.of("DELE ..", "DELE ../a", "DELE a/../b", "SITE CHMOD 600 \"../a b\"", "DELE a/..")) {
            assertThat(new CommandRequest(up).climbs()).as(up).isTrue();
        }
        for (String level : List.of("DELE a..b", "DELE ...", "DELE a", "SITE X ..a")) {
            assertThat(new CommandRequest(level).climbs()).as(level).isFalse();
        }
    }

    @Test
    @DisplayName("FT-20 has to be text")
    void text() {
        for (var body : new JsonObject[] {
            new JsonObject(), new JsonObject().put("command", 7), new JsonObject().put("command", " ")
        }) {
            assertThatThrownBy(() -> CommandRequest.of(body)).hasMessageContaining("SITE HELP");
        }
    }
}
