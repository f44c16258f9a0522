package io.polyport.ftp.uploads;

import io.polyport.ftp.FtpPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/** A path as text in a record: one character for each byte, since names need not be UTF-8. */
final class StoredPath {
    private StoredPath() {}

    static String write(FtpPath path) {
        return new String(path.bytes(), StandardCharsets.ISO_8859_1);
    }

    static FtpPath read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        boolean absolute = bytes.length > 0 && bytes[0] == '/';
        var segments = new ArrayList<byte[]>();
        int from = absolute ? 1 : 0;
        for (int i = from; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '/') {
                if (i > from) {
                    segments.add(Arrays.copyOfRange(bytes, from, i));
                }
                from = i + 1;
            }
        }
        return FtpPath.of(absolute, segments);
    }
}
