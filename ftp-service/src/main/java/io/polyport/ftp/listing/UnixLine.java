package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Lines of {@code ls -l} and of the servers that imitate it. The columns between the permissions and the date differ
 * from server to server, so the date is searched for, and the number before it is the size.
 */
final class UnixLine implements Line.Format {
    private static final int LAST_COLUMN = 9;
    private static final byte[] ARROW = {' ', '-', '>', ' '};

    private final ListDates dates;

    UnixLine(ListDates dates) {
        this.dates = dates;
    }

    @Override
    public Line read(byte[] line, Charset charset) {
        if (line.length < 10 || !isMode(line, firstOf(line))) {
            return isTotal(line) ? Line.Empty.IGNORED : Line.Empty.FOREIGN;
        }
        var tokens = new Tokens(line);
        var columns = columns(tokens, charset, false);
        if (columns == null) {
            columns = columns(tokens, charset, true);
        }
        return columns == null ? Line.Empty.FOREIGN : entry(tokens, columns, charset);
    }

    /** Where the size (-1: a device has none) and the date are; owner's columns end before {@code ownersEnd}. */
    private record Columns(long size, int ownersEnd, ListDates.Found date) {}

    private static int firstOf(byte[] line) {
        int at = 0;
        while (at < line.length && Tokens.isBlank(line[at])) {
            at++;
        }
        return at;
    }

    /** A letter for the type, nine for the permissions, then a blank, a mark for further rules, or the count of links. */
    private static boolean isMode(byte[] line, int at) {
        if (line.length < at + 11 || "-dlbcpsSDCnfmeM?".indexOf(line[at]) < 0) {
            return false;
        }
        for (int index = at + 1; index < at + 10; index++) {
            if ("-rwxsStTlLXFDM?".indexOf(line[index]) < 0) {
                return false;
            }
        }
        byte next = line[at + 10];
        return Tokens.isBlank(next) || next == '+' || next == '.' || next == '@' || next == '*' || isDigit(next);
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    /** {@code total 12}, {@code итого 12K}: one word and one number. */
    static boolean isTotal(byte[] line) {
        var tokens = new Tokens(line);
        return tokens.count() == 2
                && Months.isWord(tokens, 0)
                && tokens.digits(1, 0) > 0
                && tokens.length(1) - tokens.digits(1, 0) <= 3;
    }

    /** First where the size usually is (behind links, owner and group), then the shorter forms. */
    private Columns columns(Tokens tokens, Charset charset, boolean anyWord) {
        for (int column = 3; column <= LAST_COLUMN && column < tokens.count(); column++) {
            var found = columnsAt(tokens, column, charset, anyWord);
            if (found != null) {
                return found;
            }
        }
        var found = columnsAt(tokens, 2, charset, anyWord);
        return found != null ? found : columnsAt(tokens, 1, charset, anyWord);
    }

    private Columns columnsAt(Tokens tokens, int column, Charset charset, boolean anyWord) {
        if (tokens.isNumber(column)) {
            var date = dates.at(tokens, column + 1, charset, anyWord);
            if (date == null) {
                return null;
            }
            boolean device = tokens.at(column - 1, tokens.length(column - 1) - 1) == ',';
            return device ? new Columns(-1, column - 1, date) : new Columns(tokens.size(column), column, date);
        }
        // A device in one word: "1,3".
        int major = tokens.digits(column, 0);
        boolean device = major > 0
                && tokens.at(column, major) == ','
                && tokens.digits(column, major + 1) == tokens.length(column) - major - 1;
        var date = device ? dates.at(tokens, column + 1, charset, anyWord) : null;
        return date == null ? null : new Columns(-1, column, date);
    }

    private static Line entry(Tokens tokens, Columns columns, Charset charset) {
        byte[] line = tokens.line();
        FtpEntry.Type type = type(tokens.at(0, 0));
        byte[] name = tokens.after(columns.date.last(), 1);
        String target = null;
        if (type == FtpEntry.Type.LINK) {
            int arrow = arrow(name, columns.size);
            if (arrow >= 0) {
                target = EntryName.line(Arrays.copyOfRange(name, arrow + ARROW.length, name.length), charset);
                name = Arrays.copyOf(name, arrow);
            }
        } else if (type == FtpEntry.Type.DIRECTORY && name.length > 1 && name[name.length - 1] == '/') {
            // ls -F marks directories so.
            name = Arrays.copyOf(name, name.length - 1);
        }
        if (name.length == 0) {
            return Line.Empty.FOREIGN;
        }
        if (EntryName.isDots(name)) {
            return Line.Empty.IGNORED;
        }
        int mode = Math.min(tokens.length(0), isDigit(tokens.at(0, 10)) ? 10 : 11);
        String permissions = new String(line, tokens.start(0), mode, charset);
        var owners = Owners.of(tokens, columns.ownersEnd, charset);
        return new Line.Entry(new FtpEntry(
                name,
                EntryName.shown(name, charset),
                EntryName.isOneName(name) ? type : FtpEntry.Type.OTHER,
                columns.size,
                columns.date.instant(),
                columns.date.unit(),
                permissions,
                owners.owner,
                owners.group,
                target,
                EntryName.line(line, charset)));
    }

    private static FtpEntry.Type type(byte letter) {
        return switch (letter) {
            case '-', 'f', 'm', 'M', 'C', 'n' -> FtpEntry.Type.FILE;
            case 'd' -> FtpEntry.Type.DIRECTORY;
            case 'l', 'e' -> FtpEntry.Type.LINK;
            default -> FtpEntry.Type.OTHER;
        };
    }

    /** A name may hold the arrow too: the size of a link is the length of its target; else the first arrow counts. */
    private static int arrow(byte[] name, long size) {
        int first = -1;
        for (int at = 1; at + ARROW.length <= name.length; at++) {
            if (Arrays.equals(name, at, at + ARROW.length, ARROW, 0, ARROW.length)) {
                if (name.length - at - ARROW.length == size) {
                    return at;
                }
                first = first < 0 ? at : first;
            }
        }
        return first;
    }

    private record Owners(String owner, String group) {
        /** The tokens from 1 up to the end are: links, owner, group; each can be missing, the group can hold blanks. */
        static Owners of(Tokens tokens, int end, Charset charset) {
            boolean linksInMode = isDigit(tokens.at(0, 10));
            int first = tokens.isNumber(1) && !linksInMode ? 2 : 1;
            int count = end - first;
            if (count <= 0) {
                return new Owners(null, null);
            }
            String owner = tokens.text(first, charset);
            return new Owners(owner, count == 1 ? null : tokens.text(first + 1, end - 1, charset));
        }
    }
}
