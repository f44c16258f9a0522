package io.polyport.ftp.exchanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which files were exchanged and stay")
class KeptTest {
    private final JsonObject part = new JsonObject();

    private static Found file(String time, ChronoUnit unit) {
        return new Found("a", 5, time, unit, "a");
    }

    private void keep(Found file) {
        Kept.add(part, file);
    }

    private boolean isDone(String time, ChronoUnit unit) {
        return Kept.isDone(new JsonObject(part.encode()), file(time, unit));
    }

    @Test
    @DisplayName("FT-35 times are compared as exactly as both tell them, whichever came first")
    void units() {
        keep(file("2026-03-04T05:06:00Z", ChronoUnit.MINUTES));
        assertThat(isDone("2026-03-04T05:06:00Z", ChronoUnit.MINUTES)).isTrue();
        assertThat(isDone("2026-03-04T05:07:00Z", ChronoUnit.MINUTES)).isFalse();
        assertThat(isDone("2026-03-04T05:06:59Z", ChronoUnit.SECONDS)).isTrue();
        assertThat(isDone("2026-03-04T05:07:00Z", ChronoUnit.SECONDS)).isFalse();
        assertThat(isDone("2026-03-04T00:00:00Z", ChronoUnit.DAYS)).isTrue();
        assertThat(isDone("2026-03-05T00:00:00Z", ChronoUnit.DAYS)).isFalse();
        assertThat(isDone("2026-03-03T00:00:00Z", ChronoUnit.DAYS)).isFalse();
        assertThat(isDone("", ChronoUnit.SECONDS)).isFalse();

        keep(file("2026-03-03T21:00:00Z", ChronoUnit.DAYS));
        assertThat(isDone("2026-03-04T20:59:00Z", ChronoUnit.MINUTES))
                .as("a day of Moscow's")
                .isTrue();
        assertThat(isDone("2026-03-04T21:00:00Z", ChronoUnit.MINUTES)).isFalse();
        assertThat(Kept.isDone(part, new Found("a", 6, "2026-03-03T21:00:00Z", ChronoUnit.DAYS, "a")))
                .isFalse();
    }

    @Test
    @DisplayName("FT-35 what was kept before units were written down is still known, and an entity tag is any text")
    void older() {
        part.put("kept", new JsonObject().put("a", "5:2026-03-04T05:06:00Z"));
        assertThat(isDone("2026-03-04T05:06:00Z", ChronoUnit.MINUTES)).isTrue();
        assertThat(isDone("2026-03-04T00:00:00Z", ChronoUnit.DAYS)).isTrue();

        keep(new Found("a", 5, "W/\"~x:~y\""));
        assertThat(isDone("W/\"~x:~y\"", ChronoUnit.SECONDS)).isTrue();
        keep(new Found("a", 5, ""));
        assertThat(isDone("", ChronoUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("FT-35 files whose names look alike are told apart, and keep their keys in a record")
    void alike() {
        byte[] one = {(byte) 0xe0, '.', 'x'};
        byte[] other = {(byte) 0xe1, '.', 'x'};
        String shown = new String(one, StandardCharsets.UTF_8);
        assertThat(new String(other, StandardCharsets.UTF_8)).isEqualTo(shown);
        var first = new Found(shown, 5, "", ChronoUnit.SECONDS, Found.key(one));
        var second = new Found(shown, 6, "", ChronoUnit.SECONDS, Found.key(other));
        keep(first);
        keep(second);
        assertThat(Kept.isDone(part, first)).isTrue();
        assertThat(Kept.isDone(part, second)).isTrue();
        assertThat(Found.of(new JsonObject(first.toJson().encode()))).isEqualTo(first);
        assertThat(Found.key("отчёт".getBytes(StandardCharsets.UTF_8))).isEqualTo("отчёт");
        assertThat(Found.key("отчёт".getBytes(Charset.forName("windows-1251")))).isEqualTo("/eef2f7b8f2");
    }
}
