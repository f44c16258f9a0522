package io.polyport.ftp.zip;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.listing.EntryName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Names in a ZIP file: relative, divided by slashes, and no way out of the directory into which somebody unpacks them. */
public final class ZipName {
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

    private ZipName() {}

    /**
     * @param path of an entry that is followable (see {@link EntryName#isFollowable}); {@code above} its first names are left out
     * @param charset of names that are no UTF-8
     */
    public static String of(FtpPath path, int above, Charset charset) {
        List<byte[]> segments = path.segments();
        var name = new StringBuilder();
        for (byte[] segment : segments.subList(above, segments.size())) {
            if (!name.isEmpty()) {
                name.append('/');
            }
            name.append(safe(text(segment, charset)));
        }
        // A drive's letter would make it absolute where there are drives.
        return DRIVE.matcher(name).matches() ? name.replace(1, 2, "_").toString() : name.toString();
    }

    /** To Windows a backslash divides names, and so it may climb. */
    private static String safe(String name) {
        String plain = EntryName.escaped(name).replace('\\', '_').strip();
        boolean nothing = plain.isEmpty() || plain.equals(".") || plain.equals("..");
        return nothing
                ? "_".repeat(Math.max(1, plain.length()))
                : EntryName.escaped(name).replace('\\', '_');
    }

    private static String text(byte[] raw, Charset charset) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException other) {
            return new String(raw, charset);
        }
    }
}
