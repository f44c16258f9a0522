package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Replies")
class ReplyParserTest {
    private final List<Reply> replies = new ArrayList<>();
    private final ReplyParser parser =
            new ReplyParser(FtpLimits.defaults(), Charset.forName("windows-1251"), replies::add);

    private void feed(String text) {
        parser.feed(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @DisplayName("are the same however they are cut")
    void cuts() {
        String text = "220 hi\r\n211-Features\r\n 211 not the end\r\n212 nor this\r\n211-nor this\r\n211 End\r\n200\n";
        for (int cut = 0; cut <= text.length(); cut++) {
            replies.clear();
            feed(text.substring(0, cut));
            feed(text.substring(cut));
            assertThat(replies).extracting(Reply::code).containsExactly(220, 211, 200);
            assertThat(replies.get(1).lines()).hasSize(5);
            assertThat(replies.get(1).line(1)).isEqualTo(" 211 not the end");
            assertThat(parser.isInside()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n", "hello\r\n", "22\r\n", "600 x\r\n", "020 x\r\n", "220x\r\n", " 220 x\r\n", "2a0 x\r\n"})
    @DisplayName("FT-42 that are none are a protocol error")
    void garbage(String line) {
        assertThatThrownBy(() -> feed(line))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("protocol-error");
    }

    @Test
    @DisplayName("FT-42 are bounded in line length, lines and size")
    void bounds() {
        assertThatThrownBy(() -> feed("220 " + "x".repeat(8189))).isInstanceOf(ProblemException.class);
        var lines = new ReplyParser(FtpLimits.defaults(), StandardCharsets.UTF_8, replies::add);
        assertThatThrownBy(() -> lines.feed(Buffer.buffer("220-\r\n" + "x\r\n".repeat(2000))))
                .isInstanceOf(ProblemException.class);
        var size = new ReplyParser(FtpLimits.defaults(), StandardCharsets.UTF_8, replies::add);
        assertThatThrownBy(() -> size.feed(Buffer.buffer("220-\r\n" + ("x".repeat(8000) + "\r\n").repeat(200))))
                .isInstanceOf(ProblemException.class);
        assertThat(replies).isEmpty();
    }

    @Test
    @DisplayName("FT-42 of random bytes give replies or the protocol problem, and nothing else")
    void fuzz() {
        var random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? (byte) "0123 -\r\n".charAt(random.nextInt(8)) : bytes[i];
            }
            var each = new ReplyParser(FtpLimits.defaults(), StandardCharsets.UTF_8, Reply::text);
            try {
                each.feed(Buffer.buffer(bytes));
            } catch (ProblemException problem) {
                assertThat(problem.problem().type()).isEqualTo(FtpProblems.PROTOCOL_ERROR);
            }
        }
    }

    @Test
    @DisplayName("FT-41 are shown without control characters and in bounds, in UTF-8 or the configured charset")
    void shown() {
        parser.feed(Buffer.buffer("530 Нет\u0007 входа\r\n".getBytes(Charset.forName("windows-1251"))));
        feed("530 Нет " + "я".repeat(900) + "\r\n");

        assertThat(replies.get(0).text()).isEqualTo("Нет  входа");
        assertThat(replies.get(1).text()).startsWith("Нет яя").hasSize(500);
    }

    @ParameterizedTest(name = "FT-41 {0} is {1}")
    @CsvSource({
        "421, ftp.unavailable, 503",
        "425, ftp.data-connection, 502",
        "426, ftp.transfer-cut, 502",
        "530, ftp.login-refused, 502",
        "452, ftp.insufficient-storage, 507",
        "552, ftp.insufficient-storage, 507",
        "550, ftp.denied, 403",
        "553, ftp.denied, 403",
        "502, ftp.unsupported, 501",
        "451, ftp.refused, 502",
        "551, ftp.refused, 502",
        "200, ftp.protocol-error, 502",
        "350, ftp.protocol-error, 502"
    })
    void codes(int code, String problem, int status) {
        assertThat(FtpProblems.ofCode(code).code()).isEqualTo(problem);
        assertThat(FtpProblems.ofCode(code).status()).isEqualTo(status);
        assertThat(FtpProblems.ALL).contains(FtpProblems.ofCode(code));
    }

    @ParameterizedTest(name = "FT-42 a PASV address {1} told by {0}, where that is allowed: followed = {2}")
    @CsvSource({
        "203.0.113.7, 203.0.113.8, true",
        "203.0.113.7, 127.0.0.1, false",
        "203.0.113.7, 10.0.0.1, false",
        "203.0.113.7, 169.254.169.254, false",
        "203.0.113.7, 0.0.0.0, false",
        "203.0.113.7, 224.0.0.1, false",
        "10.0.0.1, 10.0.0.2, true",
        "10.0.0.1, 127.0.0.1, false",
        "127.0.0.1, 127.0.0.2, true"
    })
    void passiveAddress(String control, String told, boolean followed) throws UnknownHostException {
        assertThat(Passive.mayFollow(InetAddress.getByName(control), InetAddress.getByName(told)))
                .isEqualTo(followed);
    }
}
