package io.polyport.ftp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnmappableCharacterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path on a far server: names as bytes, and whether it starts at the server's root. Immutable.
 *
 * <p>A name is either <em>text</em> (its bytes are UTF-8, and it is sent in the session's charset) or <em>verbatim</em>
 * (sent as it is: it is no UTF-8, or came out of a listing). A relative path without names is the directory where the
 * path starts. Names are neither empty nor hold '/', CR, LF or NUL: they can't end a command (RFC 959 §5.3.1).
 */
public final class FtpPath {
    private static final FtpPath HERE = new FtpPath(false, List.of());
    private static final FtpPath ROOT = new FtpPath(true, List.of());

    private final boolean absolute;
    private final List<Name> names;

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Name(byte[] bytes, boolean text) {}

    private FtpPath(boolean absolute, List<Name> names) {
        this.absolute = absolute;
        this.names = List.copyOf(names);
    }

    /** The path of these names; a name whose bytes are UTF-8 is text. Throws IllegalArgumentException for a bad name. */
    public static FtpPath of(boolean absolute, List<byte[]> segments) {
        var path = absolute ? ROOT : HERE;
        for (byte[] segment : segments) {
            path = path.plus(new Name(checked(segment), isUtf8(segment)));
        }
        return path;
    }

    /** Parses {@code /absolute/path} or {@code relative/path} as text; empty segments are skipped. */
    public static FtpPath ofText(String path) {
        var segments = new ArrayList<byte[]>();
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                segments.add(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return of(path.startsWith("/"), segments);
    }

    /** The path that a server told ({@code PWD}, a link's target): every name verbatim, empty ones skipped. */
    public static FtpPath ofServer(byte[] path) {
        var result = path.length > 0 && path[0] == '/' ? ROOT : HERE;
        int from = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                if (i > from) {
                    result = result.child(Arrays.copyOfRange(path, from, i));
                }
                from = i + 1;
            }
        }
        return result;
    }

    public static FtpPath here() {
        return HERE;
    }

    public static FtpPath root() {
        return ROOT;
    }

    public boolean isAbsolute() {
        return absolute;
    }

    /** True when it names nothing of its own: the root, or the directory where relative paths start. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The names' bytes, as they were given (text in UTF-8). */
    public List<byte[]> segments() {
        return names.stream().map(name -> name.bytes.clone()).toList();
    }

    /** The bytes of the names joined by '/', as they were given (text in UTF-8). */
    public byte[] bytes() {
        return join(names.stream().map(Name::bytes).toList());
    }

    /**
     * The bytes that name this path to a server whose names are in {@code charset}.
     *
     * @throws CharacterCodingException when a name's text can't be said in that charset
     */
    public byte[] encode(Charset charset) throws CharacterCodingException {
        var encoded = new ArrayList<byte[]>(names.size());
        for (Name name : names) {
            encoded.add(name.text ? encode(name.bytes, charset) : name.bytes);
        }
        return join(encoded);
    }

    /** This path and one more name, sent verbatim: the raw name of an entry. */
    public FtpPath child(byte[] rawName) {
        return plus(new Name(checked(rawName), false));
    }

    /** This path and one more name of text. */
    public FtpPath child(String name) {
        return plus(new Name(checked(name.getBytes(StandardCharsets.UTF_8)), true));
    }

    /** {@code other} seen from this directory: itself when absolute, else appended. */
    public FtpPath resolve(FtpPath other) {
        if (other.absolute) {
            return other;
        }
        var all = new ArrayList<>(names);
        all.addAll(other.names);
        return new FtpPath(absolute, all);
    }

    /** The directory that holds it; of an empty path: itself. */
    public FtpPath parent() {
        return names.isEmpty() ? this : new FtpPath(absolute, names.subList(0, names.size() - 1));
    }

    /** The last name alone, as a relative path; empty when there is none. */
    public FtpPath last() {
        return names.isEmpty() ? HERE : new FtpPath(false, List.of(names.getLast()));
    }

    private FtpPath plus(Name name) {
        var all = new ArrayList<>(names);
        all.add(name);
        return new FtpPath(absolute, all);
    }

    private byte[] join(List<byte[]> parts) {
        var out = new java.io.ByteArrayOutputStream();
        if (absolute) {
            out.write('/');
        }
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                out.write('/');
            }
            out.writeBytes(parts.get(i));
        }
        return out.toByteArray();
    }

    private static byte[] checked(byte[] name) {
        if (name.length == 0) {
            throw new IllegalArgumentException("an empty name");
        }
        if (!isOneName(name)) {
            throw new IllegalArgumentException("a name holds '/', CR, LF or NUL");
        }
        return name.clone();
    }

    private static boolean isOneName(byte[] name) {
        for (byte b : name) {
            if (b == '/' || b == '\r' || b == '\n' || b == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] encode(byte[] utf8, Charset charset) throws CharacterCodingException {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return utf8;
        }
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        ByteBuffer encoded = charset.newEncoder().encode(text);
        byte[] name = Arrays.copyOfRange(encoded.array(), encoded.arrayOffset() + encoded.position(), encoded.limit());
        // In some charsets (ISO-2022) a harmless letter has the bytes of a slash; in some two letters have the same
        // bytes
        // (Shift_JIS: the yen sign and the backslash), and what is read back would be another name.
        if (!isOneName(name)
                || !charset.newDecoder().decode(ByteBuffer.wrap(name)).equals(text.rewind())) {
            throw new UnmappableCharacterException(utf8.length);
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FtpPath that && absolute == that.absolute && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    /** For logs and messages: UTF-8 where it is, '?' for control characters. */
    @Override
    public String toString() {
        return new String(bytes(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
