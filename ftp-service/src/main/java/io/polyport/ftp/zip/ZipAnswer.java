package io.polyport.ftp.zip;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a tree is asked for as a ZIP file, and what the answer says of it (FT-22). */
public final class ZipAnswer {
    private static final String TYPE = "application/zip";

    private ZipAnswer() {}

    /** Whether the call accepts a ZIP file by name; who accepts anything gets JSON. */
    public static boolean isWanted(Call call) {
        return call.header("accept")
                .filter(accept -> Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                        .map(range -> range.replace(" ", ""))
                        .anyMatch(range -> range.equals(TYPE)
                                || (range.startsWith(TYPE + ";") && !range.matches(".*;q=0(\\.0*)?"))))
                .isPresent();
    }

    public static Answer of(FtpPath directory, SessionUse use, ZipBody body) {
        String name = directory.isEmpty()
                ? use.place().isOpened() ? "files" : use.place().id()
                : ZipName.of(directory.last(), 0, use.session().info().charset());
        return new Answer.Streamed(
                200,
                List.of(Map.entry("content-type", TYPE), Map.entry("content-disposition", attachment(name + ".zip"))),
                body,
                body::abort);
    }

    /** RFC 6266: in ASCII for old readers, and as it is (RFC 8187). */
    private static String attachment(String name) {
        String ascii = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded(name);
    }

    private static String encoded(String name) {
        var out = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xFF);
            boolean plain = letter < 128 && (Character.isLetterOrDigit(letter) || "._-".indexOf(letter) >= 0);
            out.append(plain ? Character.toString(letter) : "%%%02X".formatted(each & 0xFF));
        }
        return out.toString();
    }
}
