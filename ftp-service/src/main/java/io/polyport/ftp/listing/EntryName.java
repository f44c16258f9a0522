package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import java.nio.charset.Charset;
import java.util.HexFormat;

/**
 * A name as a server gave it. A hostile one can hold what would lead elsewhere when it is sent back: a separator, NUL,
 * CR LF. Such a name keeps its bytes, is shown with the dangerous ones percent-encoded, and {@link #isFollowable} says no.
 */
public final class EntryName {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private EntryName() {}

    /**
     * Whether the entry's name may be used in a command or put into a path: it is one name and no way to another
     * directory. Whoever walks, deletes, copies or packs what a listing says asks this first.
     */
    public static boolean isFollowable(FtpEntry entry) {
        return isOneName(entry.rawName());
    }

    static boolean isOneName(byte[] raw) {
        if (raw.length == 0 || isDots(raw)) {
            return false;
        }
        for (byte each : raw) {
            if (isDangerous(each)) {
                return false;
            }
        }
        return !climbsByBackslash(raw);
    }

    /** {@code .} or {@code ..}, which are in most listings and stand for no entry. */
    static boolean isDots(byte[] raw) {
        return (raw.length == 1 && raw[0] == '.') || (raw.length == 2 && raw[0] == '.' && raw[1] == '.');
    }

    /** {@code ..} between backslashes, or with blanks around it, means the parent to servers on Windows. */
    static boolean climbsByBackslash(byte[] raw) {
        int start = 0;
        for (int at = 0; at <= raw.length; at++) {
            if (at == raw.length || raw[at] == '\\') {
                if (isPaddedDots(raw, start, at)) {
                    return true;
                }
                start = at + 1;
            }
        }
        return false;
    }

    private static boolean isPaddedDots(byte[] raw, int start, int end) {
        int first = start;
        int last = end;
        while (first < last && raw[first] == ' ') {
            first++;
        }
        while (last > first && raw[last - 1] == ' ') {
            last--;
        }
        int length = last - first;
        return (length == 1 || length == 2) && raw[first] == '.' && raw[last - 1] == '.';
    }

    static boolean isDangerous(byte each) {
        return each == '/' || (each >= 0 && each < ' ') || each == 0x7f;
    }

    /** The name for people and JSON: decoded, and anything dangerous as {@code %2F}, {@code %0D} … */
    static String shown(byte[] raw, Charset charset) {
        return escaped(new String(raw, charset));
    }

    public static String escaped(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (isUnfit(text.charAt(at))) {
                return escapedFrom(text, at);
            }
        }
        return text;
    }

    private static String escapedFrom(String text, int from) {
        var safe = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int at = from; at < text.length(); at++) {
            char each = text.charAt(at);
            if (isUnfit(each)) {
                safe.append('%').append(HEX.toHexDigits((byte) each));
            } else {
                safe.append(each);
            }
        }
        return safe.toString();
    }

    private static boolean isUnfit(char each) {
        return each == '/' || Character.isISOControl(each);
    }

    /** A raw line for people and JSON: decoded, its control characters but tabs as {@code %0D} … */
    static String line(byte[] raw, Charset charset) {
        String text = new String(raw, charset);
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (Character.isISOControl(each) && each != '\t') {
                return text.chars()
                        .mapToObj(one -> Character.isISOControl(one) && one != '\t'
                                ? "%" + HEX.toHexDigits((byte) one)
                                : Character.toString(one))
                        .collect(java.util.stream.Collectors.joining());
            }
        }
        return text;
    }
}
