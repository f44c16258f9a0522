package io.polyport.ftp.listing;

import static io.polyport.ftp.listing.Listings.line;
import static io.polyport.ftp.listing.Listings.lines;
import static io.polyport.ftp.listing.Listings.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpEntry;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowsLineTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-10 the forms of Windows' dir give type, size, time and name")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'03-01-24  12:34PM       <DIR>          aspnet_client' | DIRECTORY | -1 | 2024-03-01T12:34:00Z | aspnet_client",
                "'03-01-24  12:34AM                 1234 a b.txt' | FILE | 1234 | 2024-03-01T00:34:00Z | a b.txt",
                "'03-01-2024  01:34PM                 1234 a.txt' | FILE | 1234 | 2024-03-01T13:34:00Z | a.txt",
                "'03-01-24  23:34                 1234 a.txt' | FILE | 1234 | 2024-03-01T23:34:00Z | a.txt",
                "'03-01-99  01:34PM           5000000000 big' | FILE | 5000000000 | 1999-03-01T13:34:00Z | big",
                "'2026-11-20  19:29       <DIR>          iso' | DIRECTORY | -1 | 2026-11-20T19:29:00Z | iso",
                "'2026-11-20  19:29                 5 iso.txt' | FILE | 5 | 2026-11-20T19:29:00Z | iso.txt",
                "'01.03.2024  12:34    <DIR>          ru' | DIRECTORY | -1 | 2024-03-01T12:34:00Z | ru",
                "'01.03.2024  12:34                44 отчёт.xls' | FILE | 44 | 2024-03-01T12:34:00Z | отчёт.xls",
                "'03/01/2024  01:34 PM            1,234 commas' | FILE | 1234 | 2024-03-01T13:34:00Z | commas",
                "'03/01/2024  12:34 AM    <DIR>          loose' | DIRECTORY | -1 | 2024-03-01T00:34:00Z | loose",
                "'25-12-24  10:00AM       <DIR>          dayfirst' | DIRECTORY | -1 | 2024-12-25T10:00:00Z | dayfirst",
                "'03-01-24  12:34PM       <DIR>           leading' | DIRECTORY | -1 | 2024-03-01T12:34:00Z | ' leading'",
                "'03-01-24  12:34PM       <DIR>   short' | DIRECTORY | -1 | 2024-03-01T12:34:00Z | short",
                "'03-01-24  12:34PM                    7  lead' | FILE | 7 | 2024-03-01T12:34:00Z | ' lead'",
                "'02-30-24  12:34PM                    7 noday' | FILE | 7 | - | noday",
                "'03-01-24  25:34                    7 nohour' | FILE | 7 | - | nohour",
            })
    void forms(String line, FtpEntry.Type type, long size, Instant modified, String name) {
        var entry = line(list(), line);

        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.size()).isEqualTo(size);
        assertThat(entry.modified()).isEqualTo(modified);
        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.raw()).isEqualTo(line);
    }

    @Test
    @DisplayName("FT-3 times are in the time zone of the listing")
    void zone() {
        assertThat(line(list().withZone(ZoneId.of("Europe/Moscow")), "03-01-24  12:34PM  7 a")
                        .modified())
                .isEqualTo(Instant.parse("2024-03-01T09:34:00Z"));
    }

    @Test
    @DisplayName("FT-10 junctions and links of Windows have their target in brackets")
    void links() {
        var entry = line(list(), "03-01-2024  12:34    <JUNCTION>     data [D:\\data]");

        assertThat(entry.type()).isEqualTo(FtpEntry.Type.LINK);
        assertThat(entry.name()).isEqualTo("data");
        assertThat(entry.linkTarget()).isEqualTo("D:\\data");
    }

    @Test
    @DisplayName("FT-42 a name that climbs by backslashes is never a directory to follow")
    void backslashes() {
        var entry = line(list(), "03-01-24  12:34PM       <DIR>          a\\..\\..\\windows");

        assertThat(entry.type()).isEqualTo(FtpEntry.Type.OTHER);
        assertThat(EntryName.isFollowable(entry)).isFalse();
    }

    @Test
    @DisplayName("FT-10 dots and lines that are none are left out")
    void noEntries() {
        var entries = lines(
                list(),
                "03-01-24  12:34PM       <DIR>          .",
                "03-01-24  12:34PM       <DIR>          ..",
                "03-01-24  12:34PM       <WHAT>         x",
                "03-41-24  12:34PM       <DIR>          x",
                "03-01-24  noon          <DIR>          x",
                "03-01-24  12:34PM       12x            x",
                "03-01-24  12:34PM       <DIR>          real");

        assertThat(entries).extracting(FtpEntry::name).containsExactly("real");
    }
}
