package io.polyport.ftp.listing;

import io.polyport.ftp.FtpPath;
import io.polyport.kit.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Paths out of URLs, decided on exactly the bytes that were sent: split at '/', each segment percent-decoded by itself.
 * Everything that could mean another directory to some server is refused with {@code ftp.bad-path}.
 *
 * @param absoluteAllowed whether a leading {@code %2F} may name the server's root (RFC 1738 section 3.2.2)
 */
public record PathDecoder(boolean absoluteAllowed) {
    /** What the path is going to be used for. */
    public enum Use {
        /** A trailing slash would be an empty name. */
        FILE,
        /** A trailing slash is tolerated, and the empty path is the start directory. */
        DIRECTORY
    }

    /**
     * The path of the raw rest of a URL's path, without the slash before it.
     *
     * @throws ProblemException {@code ftp.bad-path}, naming the fault and where it is
     */
    public FtpPath decode(String rawRest, Use use) {
        boolean absolute = startsWithEncodedSlash(rawRest);
        if (absolute) {
            requireAbsoluteAllowed();
        }
        String rest = absolute ? rawRest.substring(3) : rawRest;
        var segments = new ArrayList<byte[]>();
        for (String segment : split(rest, use)) {
            segments.add(checked(bytes(segment, false), segment, segments.size() + 1));
        }
        return path(absolute, segments, use);
    }

    /**
     * The path of a still encoded {@code ?path=} value: percent-decoded as a whole and then split at '/', so that
     * {@code %2F} and '/' mean the same; '+' is a blank, as forms send it. A leading slash makes it absolute.
     *
     * @throws ProblemException {@code ftp.bad-path}
     */
    public FtpPath decodeQuery(String rawValue, Use use) {
        byte[] all = bytes(rawValue, true);
        boolean absolute = all.length > 0 && all[0] == '/';
        if (absolute) {
            requireAbsoluteAllowed();
        }
        var segments = new ArrayList<byte[]>();
        int start = absolute ? 1 : 0;
        boolean trailing = use == Use.DIRECTORY && all.length > start + 1 && all[all.length - 1] == '/';
        int end = trailing ? all.length - 1 : all.length;
        boolean named = start < end;
        for (int at = start; named && at <= end; at++) {
            if (at == end || all[at] == '/') {
                byte[] segment = java.util.Arrays.copyOfRange(all, start, at);
                segments.add(checked(segment, EntryHref.percentEncoded(segment), segments.size() + 1));
                start = at + 1;
            }
        }
        return path(absolute, segments, use);
    }

    private void requireAbsoluteAllowed() {
        if (!absoluteAllowed) {
            throw bad("it is absolute, which the configuration of this connection does not allow; leave the leading"
                    + " %2F out");
        }
    }

    private static FtpPath path(boolean absolute, List<byte[]> segments, Use use) {
        if (segments.isEmpty() && use == Use.FILE) {
            throw bad("it names no file");
        }
        return FtpPath.of(absolute, segments);
    }

    private static boolean startsWithEncodedSlash(String text) {
        return text.regionMatches(true, 0, "%2F", 0, 3);
    }

    private static List<String> split(String rest, Use use) {
        if (rest.isEmpty()) {
            return List.of();
        }
        var segments = List.of(rest.split("/", -1));
        boolean trailing = segments.size() > 1 && segments.getLast().isEmpty();
        return trailing && use == Use.DIRECTORY ? segments.subList(0, segments.size() - 1) : segments;
    }

    private static byte[] bytes(String text, boolean form) {
        var out = new ByteArrayOutputStream(text.length());
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (each == '%') {
                out.write(octet(text, at));
                at += 2;
            } else if (each <= ' ' || each > '~') {
                throw bad("character " + (at + 1) + " of \"" + EntryName.escaped(shortened(text))
                        + "\" is not allowed in a URL; percent-encode it");
            } else {
                out.write(form && each == '+' ? ' ' : each);
            }
        }
        return out.toByteArray();
    }

    private static int octet(String text, int at) {
        boolean whole = at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2));
        if (!whole) {
            throw bad("the '%' at character " + (at + 1) + " of \"" + EntryName.escaped(shortened(text))
                    + "\" is not followed by two hexadecimal digits");
        }
        return HexFormat.fromHexDigits(text, at + 1, at + 3);
    }

    private static byte[] checked(byte[] name, String shown, int number) {
        String where = "segment " + number + " (\"" + EntryName.escaped(shortened(shown)) + "\") ";
        if (name.length == 0) {
            throw bad("segment " + number + " is empty");
        }
        for (byte each : name) {
            if (each == '/') {
                throw bad(where + "holds an encoded slash; only the very first character of the path may be one");
            }
            if (EntryName.isDangerous(each)) {
                throw bad(where + "holds the control character %"
                        + HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        if (EntryName.isDots(name) || EntryName.climbsByBackslash(name)) {
            throw bad(where + "is or holds \".\" or \"..\", which would lead to another directory");
        }
        return name;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static ProblemException bad(String fault) {
        return ListingProblems.BAD_PATH.toException("The path can't be used: " + fault + ".");
    }
}
