package io.polyport.ftp.listing;

import static io.polyport.ftp.listing.Listings.line;
import static io.polyport.ftp.listing.Listings.lines;
import static io.polyport.ftp.listing.Listings.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnixLineTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-10 every width and set of columns of ls -l gives type, size, time, owner, group and name")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "'-rw-r--r--   1 alice    staff        1234 Jan 05 12:34 a.txt' | FILE | 1234 | 2026-01-05T12:34:00Z | alice | staff | a.txt",
                "'-rw-r--r-- 1 alice staff 1234 Jan  5  2024 a.txt' | FILE | 1234 | 2024-01-05T00:00:00Z | alice | staff | a.txt",
                "'drwxr-xr-x  12 0        0            4096 Mar 15 2023 pub' | DIRECTORY | 4096 | 2023-03-15T00:00:00Z | 0 | 0 | pub",
                "'drwxr-xr-x    2 1000     1000           60 Nov 20 11:59 d' | DIRECTORY | 60 | 2026-11-20T11:59:00Z | 1000 | 1000 | d",
                "'-rw-rw-r--+  1 bob users 99 May  1 2020 acl' | FILE | 99 | 2020-05-01T00:00:00Z | bob | users | acl",
                "'-rw-r--r--.  1 bob users 99 May  1 2020 selinux' | FILE | 99 | 2020-05-01T00:00:00Z | bob | users | selinux",
                "'-rw-r--r--@  1 bob users 99 May  1 2020 mac' | FILE | 99 | 2020-05-01T00:00:00Z | bob | users | mac",
                "'-rw-r--r--   1 ftp 2048 Oct  2 2021 nogroup' | FILE | 2048 | 2021-10-02T00:00:00Z | ftp | - | nogroup",
                "'-rw-r--r--   1 500 2048 Oct  2 2021 numeric' | FILE | 2048 | 2021-10-02T00:00:00Z | 500 | - | numeric",
                "'-rw-r--r--   ftp wheel 2048 Oct  2 2021 nolinks' | FILE | 2048 | 2021-10-02T00:00:00Z | ftp | wheel | nolinks",
                "'-rw-r--r--   1 2048 Oct  2 2021 bare' | FILE | 2048 | 2021-10-02T00:00:00Z | - | - | bare",
                "'-rw-r--r--   1 ACME\\alice domain users 77 Oct  2 2021 dom' | FILE | 77 | 2021-10-02T00:00:00Z | ACME\\alice | domain users | dom",
                "'-rw-r--r--   1 ftp 12 2048 Oct  2 2021 gid12' | FILE | 2048 | 2021-10-02T00:00:00Z | ftp | 12 | gid12",
                "'-rw-r--r--12345 ftp ftp 10 Oct  2 2021 many' | FILE | 10 | 2021-10-02T00:00:00Z | ftp | ftp | many",
                "'-rw-r--r-- 1 a b 5000000000 Oct  2 2021 big' | FILE | 5000000000 | 2021-10-02T00:00:00Z | a | b | big",
                "'-rw-r--r-- 1 a b 9223372036854775807 Oct  2 2021 max' | FILE | 9223372036854775807 | 2021-10-02T00:00:00Z | a | b | max",
                "'-rw-r--r-- 1 a b 18446744073709551615 Oct  2 2021 over' | FILE | -1 | 2021-10-02T00:00:00Z | a | b | over",
                "'crw-rw-rw- 1 root root 1, 3 Jan  1 2024 null' | OTHER | -1 | 2024-01-01T00:00:00Z | root | root | null",
                "'crw-rw-rw- 1 root root 1,3 Jan  1 2024 null2' | OTHER | -1 | 2024-01-01T00:00:00Z | root | root | null2",
                "'brw-rw---- 1 root disk 8,   0 Jan  1 2024 sda' | OTHER | -1 | 2024-01-01T00:00:00Z | root | disk | sda",
                "'prw-r--r-- 1 root root 0 Jan  1 2024 pipe' | OTHER | 0 | 2024-01-01T00:00:00Z | root | root | pipe",
                "'srwxr-xr-x 1 root root 0 Jan  1 2024 sock' | OTHER | 0 | 2024-01-01T00:00:00Z | root | root | sock",
                "'drwxrwxrwt 9 root root 180 Jan  1 2024 tmp' | DIRECTORY | 180 | 2024-01-01T00:00:00Z | root | root | tmp",
                "'-rwsr-sr-x 1 root root 180 Jan  1 2024 suid' | FILE | 180 | 2024-01-01T00:00:00Z | root | root | suid",
                "'-rw-r--r-- 1 a b 7 2024-03-01 12:34 long-iso' | FILE | 7 | 2024-03-01T12:34:00Z | a | b | long-iso",
                "'-rw-r--r-- 1 a b 7 2024-03-01 12:34:56 secs' | FILE | 7 | 2024-03-01T12:34:56Z | a | b | secs",
                "'-rw-r--r-- 1 a b 7 2024-03-01 12:34:56.123456789 +0300 full' | FILE | 7 | 2024-03-01T09:34:56Z | a | b | full",
                "'-rw-r--r-- 1 a b 7 03-01 12:34 iso' | FILE | 7 | 2026-03-01T12:34:00Z | a | b | iso",
                "'-rw-r--r-- 1 a b 7 2023-03-01 isoold' | FILE | 7 | 2023-03-01T00:00:00Z | a | b | isoold",
                "'-rw-r--r-- 1 a b 7 Fri Mar  1 12:34:56 2024 busybox' | FILE | 7 | 2024-03-01T12:34:56Z | a | b | busybox",
                "'-rw-r--r-- 1 a b 7 Mar  1 12:34:56 2024 bsd-T' | FILE | 7 | 2024-03-01T12:34:56Z | a | b | bsd-T",
                "'-rw-r--r-- 1 a b 7 1 Mar 12:34 dayfirst' | FILE | 7 | 2026-03-01T12:34:00Z | a | b | dayfirst",
                "'-rw-r--r-- 1 a b 7 01 Mar 2024 dayfirst2' | FILE | 7 | 2024-03-01T00:00:00Z | a | b | dayfirst2",
                "'-rw-r--r-- 1 a b 7 мар  1 12:34 ru' | FILE | 7 | 2026-03-01T12:34:00Z | a | b | ru",
                "'-rw-r--r-- 1 a b 7 мая 15 2023 ru-may' | FILE | 7 | 2023-05-15T00:00:00Z | a | b | ru-may",
                "'-rw-r--r-- 1 a b 7 15 сентября 2023 ru-sep' | FILE | 7 | 2023-09-15T00:00:00Z | a | b | ru-sep",
                "'-rw-r--r-- 1 a b 7 нояб. 15 2023 ru-nov' | FILE | 7 | 2023-11-15T00:00:00Z | a | b | ru-nov",
                "'-rw-r--r-- 1 a b 7 15. Okt 2023 de' | FILE | 7 | 2023-10-15T00:00:00Z | a | b | de",
                "'-rw-r--r-- 1 a b 7 15 août 2023 fr' | FILE | 7 | 2023-08-15T00:00:00Z | a | b | fr",
                "'-rw-r--r-- 1 a b 7 Xyz 15 2023 unknown-month' | FILE | 7 | - | a | b | unknown-month",
                "'-rw-r--r-- 1 a b 7 Feb 30 2023 no-such-day' | FILE | 7 | - | a | b | no-such-day",
                "'-rw-r--r-- 1 a b 7 Feb 29 12:00 leap' | FILE | 7 | 2024-02-29T12:00:00Z | a | b | leap",
                "'-rw-r--r-- 1 a b 7 Jan  1 2024 9 Feb 10 2020' | FILE | 7 | 2024-01-01T00:00:00Z | a | b | 9 Feb 10 2020",
                "'drwxr-xr-x 2 a b 7 Jan  1 2024 dir/' | DIRECTORY | 7 | 2024-01-01T00:00:00Z | a | b | dir",
            })
    void everyWidth(
            String line, FtpEntry.Type type, long size, Instant modified, String owner, String group, String name) {
        var entry = line(list(), line);

        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.size()).isEqualTo(size);
        assertThat(
                        modified == null
                                ? entry.modified()
                                : entry.modified().truncatedTo(java.time.temporal.ChronoUnit.SECONDS))
                .isEqualTo(modified);
        assertThat(entry.owner()).isEqualTo(owner);
        assertThat(entry.group()).isEqualTo(group);
        assertThat(entry.name()).isEqualTo(name);
        assertThat(new String(entry.rawName(), StandardCharsets.UTF_8)).isEqualTo(name);
        assertThat(entry.raw()).isEqualTo(line);
    }

    @ParameterizedTest(name = "now {0} in {1}: {2}")
    @DisplayName("FT-10 a date without a year is the last such day, in the server's time zone, a day ahead forgiven")
    @CsvSource({
        "2027-01-01T00:05:00Z, UTC, Dec 31 23:59, 2026-12-31T23:59:00Z",
        "2027-01-01T00:05:00Z, UTC, Jan  1 00:03, 2027-01-01T00:03:00Z",
        "2026-12-31T23:58:00Z, UTC, Jan  1 00:10, 2027-01-01T00:10:00Z",
        "2026-12-31T23:58:00Z, UTC, Jan  2 00:10, 2026-01-02T00:10:00Z",
        "2026-12-31T22:30:00Z, Europe/Moscow, Jan  1 01:20, 2026-12-31T22:20:00Z",
        "2027-01-01T03:00:00Z, America/New_York, Dec 31 21:59, 2027-01-01T02:59:00Z",
        "2027-01-01T03:00:00Z, America/New_York, Jan  1 02:00, 2027-01-01T07:00:00Z",
        "2027-06-30T12:00:00Z, UTC, Jul  2 12:00, 2026-07-02T12:00:00Z",
        "2027-06-30T12:00:00Z, UTC, Jul  1 11:59, 2027-07-01T11:59:00Z",
    })
    void aroundNewYear(Instant now, ZoneId zone, String date, Instant modified) {
        var settings = list().withNow(now).withZone(zone);

        assertThat(line(settings, "-rw-r--r-- 1 a b 7 " + date + " f").modified())
                .isEqualTo(modified);
    }

    @ParameterizedTest(name = "[{0}]")
    @DisplayName("FT-10 blanks in front of, inside and behind a name belong to it")
    @ValueSource(
            strings = {
                " leading",
                "  two leading",
                "trailing ",
                "a  b   c",
                "ends in 2 Jan 10 2020",
                "tab\u00a0nbsp",
                "-r"
            })
    void blanks(String name) {
        var entry = line(list(), "-rw-r--r-- 1 a b 7 Jan  1 2024 " + name);

        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.rawName()).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-10 a link is its name and its target, also when the name holds an arrow")
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "'lrwxrwxrwx 1 a b 7 Jan  1 2024 x -> /y/zzz1' | x | /y/zzz1",
                "'lrwxrwxrwx 1 a b 99 Jan  1 2024 x -> y' | x | y",
                "'lrwxrwxrwx 1 a b 4 Jan  1 2024 a -> b -> dest' | a -> b | dest",
                "'lrwxrwxrwx 1 a b 9 Jan  1 2024 a -> b -> dest' | a | b -> dest",
                "'lrwxrwxrwx 1 a b 4 Jan  1 2024 x -> ../up' | x | ../up",
                "'lrwxrwxrwx 1 a b 4 Jan  1 2024 notarget' | notarget | null",
                "'-rw-r--r-- 1 a b 4 Jan  1 2024 file -> arrow' | file -> arrow | null",
            })
    void links(String line, String name, String target) {
        var entry = line(list(), line);

        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.linkTarget()).isEqualTo(target);
    }

    @Test
    @DisplayName("FT-10 the total, blank lines and the directory itself are no entries")
    void noEntries() {
        var entries = lines(
                list(),
                "total 1234",
                "",
                "drwxr-xr-x 2 a b 7 Jan  1 2024 .",
                "drwxr-xr-x 2 a b 7 Jan  1 2024 ..",
                "-rw-r--r-- 1 a b 7 Jan  1 2024 ...",
                "-rw-r--r-- 1 a b 7 Jan  1 2024 .profile");

        assertThat(entries).extracting(FtpEntry::name).containsExactly("...", ".profile");
        assertThat(lines(list(), "итого 0")).isEmpty();
        assertThat(lines(list(), "drwxr-xr-x 2 a b 7 Jan  1 2024 .")).isEmpty();
    }

    @Test
    @DisplayName("FT-10 permissions are given as the server wrote them")
    void permissions() {
        assertThat(line(list(), "drwxr-x--T+ 1 a b 7 Jan  1 2024 f").permissions())
                .isEqualTo("drwxr-x--T+");
        assertThat(line(list(), "-rw-r--r--123 a b 7 Jan  1 2024 f").permissions())
                .isEqualTo("-rw-r--r--");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-10 a line that is no entry among entries is left out, and the rest is read")
    @ValueSource(
            strings = {
                "-rw-r--r-- 1 a b Jan 1 2024 nosize",
                "-rw-r--r-- 1 a b 7 Jan 1 2024",
                "-rw-r--r-- 1 a b 7 Jan 41 2024 f",
                "-rw-r--r-- 1 a b 7 Jan 1 24 f",
                "zrwxr--r-- 1 a b 7 Jan 1 2024 f",
                "-rwqr--r-- 1 a b 7 Jan 1 2024 f",
                "ls: cannot open directory",
                "-rw-r--r--",
            })
    void foreignLines(String line) {
        var entries =
                lines(list(), "-rw-r--r-- 1 a b 7 Jan  1 2024 before", line, "-rw-r--r-- 1 a b 7 Jan  1 2024 after");

        assertThat(entries).extracting(FtpEntry::name).containsExactly("before", "after");
    }
}
