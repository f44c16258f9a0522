package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.listing.ListingSettings.Command;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Listings as the tests write them. */
final class Listings {
    static final Charset CP1251 = Charset.forName("windows-1251");
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private Listings() {}

    static ListingSettings list() {
        return ListingSettings.of(Command.LIST, "", CP1251).withNow(NOW);
    }

    static ListingSettings mlsd() {
        return ListingSettings.of(Command.MLSD, "", CP1251).withNow(NOW);
    }

    static List<FtpEntry> read(ListingSettings settings, byte[] bytes) {
        return read(settings, bytes, bytes.length + 1);
    }

    /** In pieces of that length. */
    static List<FtpEntry> read(ListingSettings settings, byte[] bytes, int cut) {
        var entries = new ArrayList<FtpEntry>();
        var reader = new ListingReader(settings, entries::add);
        for (int at = 0; at < bytes.length; at += cut) {
            reader.feed(Buffer.buffer(bytes).slice(at, Math.min(bytes.length, at + cut)));
        }
        reader.end();
        if (reader.others() > 0) {
            new OtherFormats(settings)
                    .read(reader.takeOthers(), reader.charset(), true)
                    .forEach(reader::give);
        }
        reader.checkUnderstood();
        return entries;
    }

    static List<FtpEntry> lines(ListingSettings settings, String... lines) {
        return read(settings, bytes(StandardCharsets.UTF_8, lines));
    }

    static FtpEntry line(ListingSettings settings, String line) {
        var entries = lines(settings, line);
        if (entries.size() != 1) {
            throw new AssertionError(entries.size() + " entries in: " + line);
        }
        return entries.getFirst();
    }

    static byte[] bytes(Charset charset, String... lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(charset);
    }
}
