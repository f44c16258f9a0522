package io.polyport.ftp.listing;

import static io.polyport.ftp.listing.Listings.line;
import static io.polyport.ftp.listing.Listings.lines;
import static io.polyport.ftp.listing.Listings.mlsd;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MachineLineTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-10 the facts of MLSD give every field of an entry, whatever their case and order")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'type=file;size=12;modify=20240301123456; a.txt' | FILE | 12 | 2024-03-01T12:34:56Z | - | a.txt",
                "'Type=FILE;Size=12;Modify=20240301123456.789; a.txt' | FILE | 12 | 2024-03-01T12:34:56.789Z | - | a.txt",
                "'modify=20240301123456;perm=flcdmpe;type=dir;unique=1U2;UNIX.mode=0755; sub' | DIRECTORY | -1 | 2024-03-01T12:34:56Z | drwxr-xr-x | sub",
                "'type=dir;sizd=4096;modify=20240301123456;perm=el; sub' | DIRECTORY | 4096 | 2024-03-01T12:34:56Z | el | sub",
                "'type=file;size=5000000000; big' | FILE | 5000000000 | - | - | big",
                "'type=file;size=99999999999999999999; over' | FILE | -1 | - | - | over",
                "'type=file;size=-5; neg' | FILE | -1 | - | - | neg",
                "'type=file;size=x; nan' | FILE | -1 | - | - | nan",
                "'type=file;modify=20241301000000; badmonth' | FILE | -1 | - | - | badmonth",
                "'type=file;modify=2024; short' | FILE | -1 | - | - | short",
                "'type=file;size=1;UNIX.mode=04711; suid' | FILE | 1 | - | -rws--x--x | suid",
                "'type=file;size=1;UNIX.mode=0100644; full' | FILE | 1 | - | -rw-r--r-- | full",
                "'type=dir;UNIX.mode=1776; sticky' | DIRECTORY | -1 | - | drwxrwxrwT | sticky",
                "'type=file;size=1;  leading' | FILE | 1 | - | - | ' leading'",
                "'type=file;size=1; a; b' | FILE | 1 | - | - | a; b",
                "'type=file;size=1 no last semicolon' | FILE | 1 | - | - | no last semicolon",
                "'size=1; untyped' | FILE | 1 | - | - | untyped",
                "'type=OS.unix=chr-13/29; dev' | OTHER | -1 | - | - | dev",
                "'type=OS.unix=slink; bare' | LINK | -1 | - | - | bare",
                "'type=file;size=1;unknown=;x.y=z; facts' | FILE | 1 | - | - | facts",
            })
    void facts(String line, FtpEntry.Type type, long size, Instant modified, String permissions, String name) {
        var entry = line(mlsd().withZone(ZoneId.of("Europe/Moscow")), line);

        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.size()).isEqualTo(size);
        assertThat(entry.modified()).isEqualTo(modified);
        assertThat(entry.permissions()).isEqualTo(permissions);
        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.raw()).isEqualTo(line);
    }

    @Test
    @DisplayName("FT-10 a link of MLSD keeps its target, which may hold blanks")
    void links() {
        var entry = line(mlsd(), "type=OS.unix=slink:/some where/Else;size=3; l");

        assertThat(entry.type()).isEqualTo(FtpEntry.Type.LINK);
        assertThat(entry.linkTarget()).isEqualTo("/some where/Else");
        assertThat(entry.name()).isEqualTo("l");
    }

    @Test
    @DisplayName("FT-10 owner and group come from whichever fact has them")
    void owners() {
        var named = line(mlsd(), "type=file;UNIX.ownername=alice;UNIX.owner=7;UNIX.groupname=staff; a");
        var numbered = line(mlsd(), "type=file;UNIX.uid=7;UNIX.gid=8; a");

        assertThat(named.owner()).isEqualTo("alice");
        assertThat(named.group()).isEqualTo("staff");
        assertThat(numbered.owner()).isEqualTo("7");
        assertThat(numbered.group()).isEqualTo("8");
    }

    @Test
    @DisplayName("FT-10 the directory itself, its parent and lines without facts are no entries")
    void noEntries() {
        var entries = lines(
                mlsd(),
                "type=cdir;modify=20240301123456; /pub",
                "type=pdir;modify=20240301123456; /",
                "type=dir; ..",
                "Type=CDIR; .",
                "no facts",
                "type=file;size=1; ",
                "type=file;size=1; x");

        assertThat(entries).extracting(FtpEntry::name).containsExactly("x");
    }

    @Test
    @DisplayName("FT-42 a name with a slash is kept in its bytes, shown escaped, and is nothing to follow")
    void hostile() {
        var entry = line(mlsd(), "type=dir; ../../etc");

        assertThat(entry.rawName()).isEqualTo("../../etc".getBytes(StandardCharsets.UTF_8));
        assertThat(entry.name()).isEqualTo("..%2F..%2Fetc");
        assertThat(entry.type()).isEqualTo(FtpEntry.Type.OTHER);
        assertThat(EntryName.isFollowable(entry)).isFalse();
    }

    @Test
    @DisplayName("FT-18 the answer to MLST gives the last name of its path, also for a directory")
    void mlst() {
        var file = ListingStream.machineEntry(
                " type=file;size=3; /pub/файл.txt".getBytes(StandardCharsets.UTF_8), Listings.CP1251);
        var directory =
                ListingStream.machineEntry("type=cdir; /pub/sub/".getBytes(StandardCharsets.UTF_8), Listings.CP1251);
        var root = ListingStream.machineEntry("type=dir; /".getBytes(StandardCharsets.UTF_8), Listings.CP1251);

        assertThat(file).get().extracting(FtpEntry::name).isEqualTo("файл.txt");
        assertThat(directory)
                .get()
                .extracting(FtpEntry::name, FtpEntry::type)
                .containsExactly("sub", FtpEntry.Type.DIRECTORY);
        assertThat(root).get().extracting(FtpEntry::type).isEqualTo(FtpEntry.Type.DIRECTORY);
        assertThat(ListingStream.machineEntry("250 End".getBytes(StandardCharsets.UTF_8), Listings.CP1251))
                .isEmpty();
    }
}
