package io.polyport.odata.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Headers of what a value storage holds")
final class StoredHeadersTest {
    private static Map<String, String> headers(String stored) {
        var all = new HashMap<String, String>();
        StoredHeaders.of(stored, 12)
                .forEach(header ->
                        assertThat(all.put(header.getKey(), header.getValue())).isNull());
        assertThat(all)
                .containsEntry("content-length", "12")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("content-security-policy", "default-src 'none'; sandbox");
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "IMAGE/JPEG", "text/plain; charset=utf-8", "text/plain;charset=\"utf-8\""})
    @DisplayName("say the stored type; what only shows itself may be shown")
    void passive(String stored) {
        assertThat(headers(stored)).containsEntry("content-type", stored).doesNotContainKey("content-disposition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "TEXT/HTML ; charset=utf-8",
                "image/svg+xml",
                "application/xhtml+xml",
                "text/xml",
                "application/javascript",
                "multipart/x-mixed-replace;boundary=a",
                "application/pdf"
            })
    @DisplayName("make an attachment of what a browser could run")
    void active(String stored) {
        assertThat(headers(stored))
                .containsEntry("content-type", stored)
                .containsEntry("content-disposition", "attachment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "png",
                "image/",
                "image/png, text/html",
                "image/png\r\nset-cookie: a=b",
                "image/png\nx",
                "картинка/png",
                "image/png; a=\"\r\n\"",
                "image/png;"
            })
    @DisplayName("never hold what is no media type: it is bytes then")
    void none(String stored) {
        assertThat(headers(stored))
                .containsEntry("content-type", "application/octet-stream")
                .containsEntry("content-disposition", "attachment");
    }

    @Test
    @DisplayName("bound the type's length")
    void length() {
        assertThat(headers("image/" + "p".repeat(300))).containsEntry("content-type", "application/octet-stream");
    }
}
