package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Facts and a name, RFC 3659 section 7.2: {@code type=file;size=12;modify=20240301123456; name}. */
final class MachineLine implements Line.Format {
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(?:\\.(\\d{1,9})\\d*)?");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{3,7}");
    private static final String LINK = "os.unix=slink:";

    /** Whether the directory itself and its parent are no entries (in a list) or are what was asked for (MLST). */
    private final boolean inList;

    MachineLine(boolean inList) {
        this.inList = inList;
    }

    @Override
    public Line read(byte[] line, Charset charset) {
        int nameAt = nameAt(line);
        if (nameAt < 0) {
            return Line.Empty.FOREIGN;
        }
        var facts = facts(new String(line, 0, nameAt - 1, charset));
        byte[] name = Arrays.copyOfRange(line, nameAt, line.length);
        if (facts.isEmpty() || name.length == 0) {
            return Line.Empty.FOREIGN;
        }
        String kind = facts.getOrDefault("type", "").toLowerCase(Locale.ROOT);
        boolean self = kind.equals("cdir") || kind.equals("pdir");
        if (inList && (self || EntryName.isDots(name))) {
            return Line.Empty.IGNORED;
        }
        return new Line.Entry(entry(line, lastName(name), facts, kind, charset));
    }

    /** An answer to MLST holds a whole path. */
    private byte[] lastName(byte[] name) {
        if (inList) {
            return name;
        }
        int end = name.length;
        while (end > 1 && name[end - 1] == '/') {
            end--;
        }
        int start = end;
        while (start > 0 && name[start - 1] != '/') {
            start--;
        }
        return start == end ? name : Arrays.copyOfRange(name, start, end);
    }

    /** Behind the first "; ", as a value holds no semicolon; servers that leave the last one out: behind the blank. */
    private static int nameAt(byte[] line) {
        int blank = -1;
        for (int at = 0; at < line.length; at++) {
            if (line[at] == ' ') {
                if (at == 0 || line[at - 1] == ';') {
                    return at + 1;
                }
                blank = blank < 0 ? at + 1 : blank;
            }
        }
        return blank;
    }

    private static Map<String, String> facts(String text) {
        var facts = new HashMap<String, String>();
        for (String fact : text.split(";")) {
            int equals = fact.indexOf('=');
            if (equals > 0) {
                facts.put(fact.substring(0, equals).strip().toLowerCase(Locale.ROOT), fact.substring(equals + 1));
            }
        }
        return facts;
    }

    private FtpEntry entry(byte[] line, byte[] name, Map<String, String> facts, String kind, Charset charset) {
        FtpEntry.Type type = type(kind, facts);
        String target = kind.startsWith(LINK) ? facts.get("type").substring(LINK.length()) : "";
        boolean safe = !inList || EntryName.isOneName(name);
        return new FtpEntry(
                name,
                EntryName.shown(name, charset),
                safe ? type : FtpEntry.Type.OTHER,
                size(facts, type),
                time(facts.get("modify")),
                ChronoUnit.SECONDS,
                permissions(facts, type),
                first(facts, "unix.ownername", "unix.owner", "unix.uid"),
                first(facts, "unix.groupname", "unix.group", "unix.gid"),
                target.isEmpty() ? null : EntryName.line(target.getBytes(charset), charset),
                EntryName.line(line, charset));
    }

    private static FtpEntry.Type type(String kind, Map<String, String> facts) {
        return switch (kind) {
            case "file" -> FtpEntry.Type.FILE;
            case "dir", "cdir", "pdir" -> FtpEntry.Type.DIRECTORY;
            case "" ->
                facts.containsKey("sizd")
                        ? FtpEntry.Type.DIRECTORY
                        : facts.containsKey("size") ? FtpEntry.Type.FILE : FtpEntry.Type.OTHER;
            default ->
                kind.startsWith("os.unix=slink") || kind.startsWith("os.unix=symlink")
                        ? FtpEntry.Type.LINK
                        : FtpEntry.Type.OTHER;
        };
    }

    private static long size(Map<String, String> facts, FtpEntry.Type type) {
        String size = facts.getOrDefault("size", type == FtpEntry.Type.DIRECTORY ? facts.getOrDefault("sizd", "") : "");
        try {
            return size.matches("\\d{1,19}") ? Long.parseLong(size) : -1;
        } catch (NumberFormatException tooLarge) {
            return -1;
        }
    }

    private static String first(Map<String, String> facts, String... names) {
        for (String name : names) {
            String value = facts.get(name);
            if (value != null && !value.isEmpty()) {
                return EntryName.escaped(value);
            }
        }
        return null;
    }

    /** {@code UNIX.mode} as {@code ls} would write it, else the {@code perm} fact. */
    private static String permissions(Map<String, String> facts, FtpEntry.Type type) {
        String mode = facts.getOrDefault("unix.mode", "");
        if (!OCTAL.matcher(mode).matches()) {
            return first(facts, "perm");
        }
        int bits = Integer.parseInt(mode, 8);
        var text = new StringBuilder(10)
                .append(type == FtpEntry.Type.DIRECTORY ? 'd' : type == FtpEntry.Type.LINK ? 'l' : '-');
        for (int shift = 6; shift >= 0; shift -= 3) {
            text.append(((bits >> shift) & 4) != 0 ? 'r' : '-');
            text.append(((bits >> shift) & 2) != 0 ? 'w' : '-');
            boolean run = ((bits >> shift) & 1) != 0;
            boolean special = (bits & (shift == 6 ? 04000 : shift == 3 ? 02000 : 01000)) != 0;
            char mark = shift == 0 ? 't' : 's';
            text.append(special ? (run ? mark : Character.toUpperCase(mark)) : run ? 'x' : '-');
        }
        return text.toString();
    }

    private static Instant time(String text) {
        var found = TIME.matcher(text == null ? "" : text);
        if (!found.matches()) {
            return null;
        }
        int[] part = new int[6];
        for (int index = 0; index < 6; index++) {
            part[index] = Integer.parseInt(found.group(index + 1));
        }
        String fraction = found.group(7) == null ? "" : found.group(7);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        try {
            // A leap second has no place in an Instant.
            return LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], Math.min(59, part[5]), nanos)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }
}
