package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.apache.commons.net.ftp.Configurable;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;
import org.apache.commons.net.ftp.parser.ParserInitializationException;

/**
 * Listings of rare servers, read with commons-net's parsers. Slow (about 10,000 lines a second): never called on an
 * event loop, and by one thread at a time. Lines go through as Latin-1, so that a name's bytes come out unchanged.
 */
final class OtherFormats {
    private static final List<String> SYSTEMS = List.of(
            FTPClientConfig.SYST_VMS,
            FTPClientConfig.SYST_OS400,
            FTPClientConfig.SYST_MVS,
            FTPClientConfig.SYST_OS2,
            FTPClientConfig.SYST_NETWARE,
            FTPClientConfig.SYST_MACOS_PETER,
            "org.apache.commons.net.ftp.parser.EnterpriseUnixFTPEntryParser",
            FTPClientConfig.SYST_NT,
            FTPClientConfig.SYST_UNIX);
    private static final int SAMPLE = 40;

    private final ListingSettings settings;
    private final List<String> carried = new ArrayList<>();
    private Parser chosen;

    OtherFormats(ListingSettings settings) {
        this.settings = settings;
    }

    private record Parser(String system, FTPFileEntryParser lines) {}

    /**
     * The entries of a batch of lines. The first batch decides which parser is used. An entry that goes over several
     * lines (VMS) may go over two batches.
     */
    List<FtpEntry> read(List<byte[]> batch, Charset charset, boolean last) {
        var lines = new ArrayList<>(carried);
        carried.clear();
        batch.forEach(line -> lines.add(new String(line, StandardCharsets.ISO_8859_1)));
        boolean first = chosen == null;
        if (first) {
            chosen = choose(lines);
        }
        if (!last) {
            carryIncomplete(lines);
        }
        var entries = new ArrayList<FtpEntry>();
        for (String line : entryLines(chosen, lines, first)) {
            var file = file(chosen, line);
            if (file != null && file.getName() != null) {
                add(entries, file, line, charset);
            }
        }
        return entries;
    }

    /** A VMS entry is whole when its protection in brackets is. */
    private void carryIncomplete(List<String> lines) {
        if (!chosen.system.equals(FTPClientConfig.SYST_VMS)) {
            return;
        }
        while (!lines.isEmpty() && !lines.getLast().contains(")") && carried.size() < SAMPLE) {
            carried.addFirst(lines.removeLast());
        }
    }

    private Parser choose(List<String> lines) {
        var sample = lines.subList(0, Math.min(SAMPLE, lines.size()));
        var systems = new LinkedHashSet<String>();
        String announced = settings.system().toUpperCase(Locale.ROOT);
        SYSTEMS.stream().filter(announced::contains).forEach(systems::add);
        systems.addAll(SYSTEMS);
        Parser best = null;
        long most = -1;
        for (String system : systems) {
            var parser = parser(system);
            long read = entryLines(parser, sample, true).stream()
                    .filter(line -> file(parser, line) != null)
                    .count();
            if (read > most) {
                most = read;
                best = parser;
            }
        }
        // A fresh one: a parser may remember what it has seen.
        return parser(best.system);
    }

    private Parser parser(String system) {
        try {
            var factory = new DefaultFTPFileEntryParserFactory();
            var parser = factory.createFileEntryParser(system);
            if (parser instanceof Configurable configurable && !system.contains(".")) {
                var config = new FTPClientConfig(system);
                config.setServerTimeZoneId(settings.zone().getId());
                configurable.configure(config);
            }
            return new Parser(system, parser);
        } catch (ParserInitializationException unknown) {
            throw new IllegalStateException("commons-net has no parser for " + system, unknown);
        }
    }

    private static List<String> entryLines(Parser parser, List<String> lines, boolean first) {
        var whole = new ArrayList<String>();
        try (var reader = new BufferedReader(new StringReader(String.join("\n", lines)))) {
            for (String line = next(parser, reader); line != null; line = next(parser, reader)) {
                whole.add(line);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return first ? parser.lines.preParse(whole) : whole;
    }

    private static String next(Parser parser, BufferedReader reader) throws IOException {
        return parser.lines.readNextEntry(reader);
    }

    /** Null for a line that the parser does not know; its own faults on strange input count as that. */
    private static FTPFile file(Parser parser, String line) {
        try {
            return parser.lines.parseFTPEntry(line);
        } catch (RuntimeException strange) {
            return null;
        }
    }

    private static void add(List<FtpEntry> entries, FTPFile file, String line, Charset charset) {
        byte[] name = file.getName().getBytes(StandardCharsets.ISO_8859_1);
        if (name.length == 0 || EntryName.isDots(name)) {
            return;
        }
        byte[] raw = line.getBytes(StandardCharsets.ISO_8859_1);
        boolean safe = EntryName.isOneName(name);
        entries.add(new FtpEntry(
                name,
                EntryName.shown(name, charset),
                safe ? type(file) : FtpEntry.Type.OTHER,
                Math.max(-1, file.getSize()),
                instant(file.getTimestamp()),
                unit(file.getTimestamp()),
                null,
                text(file.getUser(), charset),
                text(file.getGroup(), charset),
                text(file.getLink(), charset),
                EntryName.line(raw, charset)));
    }

    private static ChronoUnit unit(Calendar calendar) {
        if (calendar == null || calendar.isSet(Calendar.SECOND)) {
            return ChronoUnit.SECONDS;
        }
        return calendar.isSet(Calendar.MINUTE) ? ChronoUnit.MINUTES : ChronoUnit.DAYS;
    }

    private static Instant instant(Calendar calendar) {
        return calendar == null ? null : calendar.toInstant();
    }

    private static FtpEntry.Type type(FTPFile file) {
        if (file.isDirectory()) {
            return FtpEntry.Type.DIRECTORY;
        }
        if (file.isSymbolicLink()) {
            return FtpEntry.Type.LINK;
        }
        return file.isFile() ? FtpEntry.Type.FILE : FtpEntry.Type.OTHER;
    }

    private static String text(String latin, Charset charset) {
        return latin == null || latin.isEmpty()
                ? null
                : EntryName.line(latin.getBytes(StandardCharsets.ISO_8859_1), charset);
    }
}
