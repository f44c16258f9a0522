package io.polyport.ftp.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.logins.Place;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonObject;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a caller says of a resumable upload")
final class UploadRequestTest {
    private static final Place PLACE =
            new Place("far", FtpSettings.of("h", 21, "u", "p"), FtpPath.here(), false, ZoneOffset.UTC);

    private static UploadRequest of(String json) {
        return UploadRequest.of(new JsonObject(json), PLACE);
    }

    private static void isFault(String field, Runnable asked) {
        assertThatThrownBy(asked::run).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            assertThat(thrown.problem().code()).isEqualTo("request.invalid");
            assertThat(thrown.problem().errors().getFirst().field()).isEqualTo(field);
        });
    }

    @Test
    @DisplayName("FT-25 path and length are enough: files are replaced, directories are not made")
    void defaults() {
        var request = of("{\"path\": \"in/Прайс.csv\", \"length\": 0}");
        assertThat(request).isEqualTo(new UploadRequest(FtpPath.ofText("in/Прайс.csv"), 0, true, false));
    }

    @Test
    @DisplayName("FT-25 all members are read, a length beyond 32 bits too")
    void all() {
        var request = of("{\"path\": \"a\", \"length\": 5000000000, \"overwrite\": false, \"createParents\": true}");
        assertThat(request).isEqualTo(new UploadRequest(FtpPath.ofText("a"), 5_000_000_000L, false, true));
    }

    @ParameterizedTest(name = "FT-25 {1} names the fault in {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"path\": \"a\"} | body:/length",
                "{\"path\": \"a\", \"length\": -1} | body:/length",
                "{\"path\": \"a\", \"length\": 1.5} | body:/length",
                "{\"path\": \"a\", \"length\": \"1\"} | body:/length",
                "{\"path\": \"a\", \"length\": null} | body:/length",
                "{\"path\": \"a\", \"length\": 9223372036854775807} | body:/length",
                "{\"path\": \"a\", \"length\": 99999999999999999999} | body:/length",
                "{\"length\": 1} | body:/path",
                "{\"path\": 7, \"length\": 1} | body:/path",
                "{\"path\": \"a\", \"length\": 1, \"overwrite\": \"no\"} | body:/overwrite",
                "{\"path\": \"a\", \"length\": 1, \"createParents\": 1} | body:/createParents",
                "{\"path\": \"a\", \"length\": 1, \"size\": 1} | body:/size"
            })
    void faults(String json, String field) {
        isFault(field, () -> of(json));
    }

    @ParameterizedTest(name = "FT-25 a path like \"{0}\" is refused")
    @ValueSource(strings = {"", "../a", "a/../b", "/etc/a", "a//b", "a\nb"})
    void paths(String path) {
        assertThatThrownBy(() ->
                        UploadRequest.of(new JsonObject().put("path", path).put("length", 1), PLACE))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest(name = "FT-25 Upload-Offset \"{0}\" is refused")
    @ValueSource(strings = {"", "-1", "+1", "1.0", "x", " 1", "9999999999999999999", "0x10"})
    void offsets(String header) {
        isFault("header:upload-offset", () -> UploadRequest.offset(header));
    }

    @Test
    @DisplayName("FT-25 Upload-Offset is a number of bytes")
    void offset() {
        assertThat(UploadRequest.offset("5000000000")).isEqualTo(5_000_000_000L);
    }
}
