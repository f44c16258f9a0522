package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.listing.ListingSettings.Command;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Takes a listing in pieces of any cut and gives its entries one by one, in order. Belongs to one listing and one event
 * loop; does not wait for anything. The first lines are held back until they have told the format and the charset.
 *
 * <p>Lines of formats that only commons-net knows are not read here but gathered; {@link ListingStream}, which is what
 * other rooms use, has them read off the event loop.
 */
final class ListingReader {
    private static final int UNDECIDED_LINES = 16;
    private static final int HELD_LINES = 512;
    private static final Pattern NOTHING_THERE = Pattern.compile(
            "(?i).*(\\bno (such )?files?\\b|\\bno files?\\b|\\bnot found\\b|\\bempty\\b|\\btotal of 0\\b).*");

    private final ListingSettings settings;
    private final Consumer<FtpEntry> entries;
    private final LineSplitter splitter = new LineSplitter(this::line);
    private final CharsetChoice charset;
    private final Line.Format unix;
    private final Line.Format windows;
    private final Line.Format machine = new MachineLine(true);
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private List<byte[]> others = new ArrayList<>();
    private ListingFormat format;
    private long bytes;
    private int found;
    private boolean understood;
    private byte[] firstForeign;

    ListingReader(ListingSettings settings, Consumer<FtpEntry> entries) {
        this.settings = settings;
        this.entries = entries;
        this.charset = new CharsetChoice(settings.charset());
        var dates = new ListDates(settings.zone(), settings.now());
        this.unix = new UnixLine(dates);
        this.windows = new WindowsLine(dates);
        this.format = settings.command() == Command.MLSD ? ListingFormat.MACHINE : null;
    }

    /** Throws {@code ftp.listing-too-large} when a limit is passed; the listing is then lost. */
    void feed(Buffer piece) {
        bytes += piece.length();
        if (bytes > settings.maxBytes()) {
            throw ListingProblems.TOO_LARGE.toException(
                    "The listing has more than the " + settings.maxBytes() + " bytes that are allowed.");
        }
        splitter.feed(piece.getBytes());
    }

    /** The last piece has been fed. With a format of {@link ListingFormat#OTHER}, lines may still wait to be taken. */
    void end() {
        splitter.end();
        charset.settle();
        if (format == null && !held.isEmpty()) {
            format = ListingFormat.OTHER;
        }
        release();
    }

    /** The format, once it is known. */
    Optional<ListingFormat> format() {
        return Optional.ofNullable(format);
    }

    /** The charset of the listing's names, as far as they have told. */
    Charset charset() {
        return charset.chosen();
    }

    /** How many lines wait for {@link OtherFormats}. */
    int others() {
        return others.size();
    }

    /** Hands out the lines that wait for {@link OtherFormats}. */
    List<byte[]> takeOthers() {
        var taken = others;
        others = new ArrayList<>();
        return taken;
    }

    /** Counts and gives an entry, also one that was read elsewhere. */
    void give(FtpEntry entry) {
        found++;
        understood = true;
        if (found > settings.maxEntries()) {
            throw ListingProblems.TOO_LARGE.toException(
                    "The directory has more than the " + settings.maxEntries() + " entries that are allowed.");
        }
        entries.accept(entry);
    }

    /** Throws {@code ftp.listing-unreadable} when there were lines and not one was understood. */
    void checkUnderstood() {
        if (!understood && firstForeign != null) {
            throw unreadable();
        }
    }

    private ProblemException unreadable() {
        String line = EntryName.line(firstForeign, StandardCharsets.ISO_8859_1);
        String shown = line.length() > 120 ? line.substring(0, 120) + "…" : line;
        return ListingProblems.UNREADABLE.toException("No line of the listing is in a known format; the first one is: "
                + shown + " — " + ListingProblems.UNREADABLE.advice());
    }

    private void line(byte[] line) {
        if (isBlank(line)) {
            return;
        }
        if (format != null && held.isEmpty() && !charset.needed(line)) {
            read(line);
            return;
        }
        held.add(line);
        charset.see(line);
        detect(line);
        if (held.size() >= HELD_LINES) {
            charset.settle();
        }
        if (format != null && !charset.isOpen()) {
            release();
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte each : line) {
            if (!Tokens.isBlank(each)) {
                return false;
            }
        }
        return true;
    }

    private void detect(byte[] line) {
        if (format != null) {
            return;
        }
        boolean peter = settings.system().toUpperCase(java.util.Locale.ROOT).contains("MACOS PETER");
        if (peter || held.size() >= UNDECIDED_LINES) {
            format = ListingFormat.OTHER;
        } else if (isEntry(unix, line)) {
            format = ListingFormat.UNIX;
        } else if (isEntry(windows, line)) {
            format = ListingFormat.WINDOWS;
        }
    }

    /** The directory itself is a sign of the format too; a total is not, as several formats begin with one. */
    private static boolean isEntry(Line.Format candidate, byte[] line) {
        return !UnixLine.isTotal(line) && candidate.read(line, StandardCharsets.ISO_8859_1) != Line.Empty.FOREIGN;
    }

    private void release() {
        for (byte[] line = held.poll(); line != null; line = held.poll()) {
            read(line);
        }
    }

    private void read(byte[] line) {
        switch (format) {
            case MACHINE -> take(line, machine.read(line, charset.of(line)));
            case UNIX -> take(line, either(line, unix, windows));
            case WINDOWS -> take(line, either(line, windows, unix));
            case OTHER -> {
                foreign(line);
                others.add(line);
            }
        }
    }

    /** Servers that join several file systems mix formats. */
    private Line either(byte[] line, Line.Format usual, Line.Format rare) {
        var names = charset.of(line);
        Line read = usual.read(line, names);
        return read == Line.Empty.FOREIGN ? rare.read(line, names) : read;
    }

    private void take(byte[] line, Line read) {
        if (read instanceof Line.Entry with) {
            give(with.entry());
        } else if (read == Line.Empty.IGNORED) {
            understood = true;
        } else {
            foreign(line);
        }
    }

    private void foreign(byte[] line) {
        if (UnixLine.isTotal(line)) {
            understood = true;
            return;
        }
        if (firstForeign == null) {
            firstForeign = line;
        }
        if (NOTHING_THERE.matcher(new String(line, StandardCharsets.ISO_8859_1)).matches()) {
            understood = true;
        }
    }

    /** The entry of an answer to {@code MLST}: one line of facts and a path, of which the last name is kept. */
    static Optional<FtpEntry> machineEntry(byte[] line, Charset configured) {
        Charset names = StrictText.isUtf8(line) ? StandardCharsets.UTF_8 : configured;
        int start = line.length > 0 && line[0] == ' ' ? 1 : 0;
        byte[] facts = start == 0 ? line : java.util.Arrays.copyOfRange(line, start, line.length);
        return new MachineLine(false).read(facts, names) instanceof Line.Entry with
                ? Optional.of(with.entry())
                : Optional.empty();
    }
}
