package io.polyport.ftp.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The record of an upload")
final class UploadRecordTest {
    private static final byte[] NOT_UTF8 = {(byte) 0xCF, (byte) 0xF0, '.', 'c'};

    @Test
    @DisplayName("FT-25 it is read back as it was written, names that are no UTF-8 too")
    void readBack() {
        var path = FtpPath.of(false, List.of("Обмен".getBytes(StandardCharsets.UTF_8), NOT_UTF8));
        var upload = UploadRecord.begun("far", path, path.parent().child(".polyport-1.part"), 1L << 40, false)
                .renaming(new UploadRecord.Renamed(path.parent().child(".polyport-2.old"), true, "checksum"))
                .failedOnceMore();

        assertThat(UploadRecord.of(new JsonObject(upload.json().encode()))).isEqualTo(upload);
    }

    @Test
    @DisplayName("FT-25 absolute and relative paths stay what they are")
    void paths() {
        for (String text : List.of("a", "a/b", "/a/b", "/", "")) {
            var path = FtpPath.ofText(text);
            assertThat(StoredPath.read(StoredPath.write(path))).isEqualTo(path);
        }
    }
}
