package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Values as PostgreSQL sends them")
final class PostgresBytesTest {
    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] binary(UUID guid) {
        return ByteBuffer.allocate(16)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    @ParameterizedTest(name = "UUID {0} is read from its text and from its bytes")
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "01234567-89ab-cdef-fedc-ba9876543210",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "80000000-8000-8000-8000-800000000000"
            })
    void guid(String guid) {
        var expected = UUID.fromString(guid);
        assertThat(PostgresBytes.guid(text(guid))).isEqualTo(expected);
        assertThat(PostgresBytes.guid(binary(expected))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} is no UUID")
    @ValueSource(
            strings = {
                "0123456789abcdeffedcba9876543210",
                "01234567x89ab-cdef-fedc-ba9876543210",
                "01234567-89ab-cdef-fedcxba9876543210",
                "g1234567-89ab-cdef-fedc-ba9876543210",
                "01234567-89ab-cdef-fedc-ba987654321 ",
                "01234567-89ab-cdef-fedc-ba98765432й",
                ""
            })
    void noGuid(String text) {
        assertThatThrownBy(() -> PostgresBytes.guid(text(text))).hasMessageContaining("UUID");
    }

    @Test
    @DisplayName("moments are read from their text, with or without a fraction, and from microseconds since 2000")
    void moment() {
        var expected = LocalDateTime.of(2026, 3, 29, 2, 30);
        assertThat(PostgresBytes.moment(text("2026-03-29 02:30:00"))).isEqualTo(expected);
        assertThat(PostgresBytes.moment(text("2026-03-29 02:30:00.999"))).isEqualTo(expected);
        assertThat(PostgresBytes.moment(ByteBuffer.allocate(8).putLong(-1).array()))
                .isEqualTo(LocalDateTime.of(1999, 12, 31, 23, 59, 59));
        assertThatThrownBy(() -> PostgresBytes.moment(text("infinity.and.beyond")))
                .hasMessageContaining("moment");
    }
}
