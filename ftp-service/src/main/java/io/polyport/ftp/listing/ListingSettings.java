package io.polyport.ftp.listing;

import io.polyport.ftp.FtpListing;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * What is known of a listing before its first byte.
 *
 * @param command which command was sent
 * @param system the reply to {@code SYST} ({@code "UNIX Type: L8"}), empty when unknown; decides only what the lines
 *     leave open
 * @param charset of names that are no UTF-8
 * @param zone in which the server writes times ({@code MLSD} is always UTC)
 * @param now the moment of the listing; dates without a year lie before it, or at most a day after it
 * @param maxEntries more entries than this are a problem
 * @param maxBytes more bytes than this are a problem
 */
public record ListingSettings(
        Command command, String system, Charset charset, ZoneId zone, Instant now, int maxEntries, long maxBytes) {
    /** The command that asked for the listing. */
    public enum Command {
        LIST,
        MLSD
    }

    public ListingSettings {
        if (maxEntries < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("the limits of a listing are at least 1");
        }
    }

    /** UTC, at most a million entries and 256 MiB. */
    public static ListingSettings of(Command command, String system, Charset charset) {
        return new ListingSettings(
                command, system, charset, ZoneOffset.UTC, Instant.now(), 1_000_000, 256L * 1024 * 1024);
    }

    /** The same for a listing that has begun. */
    public static ListingSettings of(FtpListing listing, String system, Charset charset) {
        return of(listing.machine() ? Command.MLSD : Command.LIST, system, charset);
    }

    public ListingSettings withZone(ZoneId other) {
        return new ListingSettings(command, system, charset, other, now, maxEntries, maxBytes);
    }

    public ListingSettings withNow(Instant other) {
        return new ListingSettings(command, system, charset, zone, other, maxEntries, maxBytes);
    }

    public ListingSettings withLimits(int entries, long bytes) {
        return new ListingSettings(command, system, charset, zone, now, entries, bytes);
    }
}
