package io.polyport.ftp.listing;

import static io.polyport.ftp.listing.Listings.lines;
import static io.polyport.ftp.listing.Listings.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.listing.ListingSettings.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.parser.NTFTPEntryParser;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtherFormatsTest {
    private static ListingSettings system(String system) {
        return ListingSettings.of(Command.LIST, system, StandardCharsets.UTF_8).withNow(Listings.NOW);
    }

    @Test
    @DisplayName("FT-10 a VMS listing is read, also where an entry goes over two lines")
    void vms() {
        var entries = lines(
                system("VMS V7.3"),
                "Directory USER1:[TEMP]",
                "",
                "1-JUN.LIS;1              9/9           2-JUN-1998 07:32:04  [GROUP,OWNER]    (RWED,RWED,RWED,RE)",
                "CORE.DIR;1               1/9           8-SEP-1996 16:09:53  [GROUP,OWNER]    (RWE,RWE,RE,RE)",
                "A-VERY-LONG-NAME-THAT-NEEDS-A-LINE-OF-ITS-OWN.TXT;2",
                "                         3/9           2-JUN-1998 07:32:04  [GROUP,OWNER]    (RWED,RWED,RWED,RE)",
                "",
                "Total of 3 files, 13/27 blocks");

        assertThat(entries)
                .extracting(FtpEntry::name)
                .containsExactly("1-JUN.LIS;1", "CORE.DIR;1", "A-VERY-LONG-NAME-THAT-NEEDS-A-LINE-OF-ITS-OWN.TXT;2");
        assertThat(entries.get(1).type()).isEqualTo(FtpEntry.Type.DIRECTORY);
    }

    @ParameterizedTest(name = "batches of {0} lines")
    @DisplayName("FT-10 an entry of VMS that goes over two batches is not lost")
    @ValueSource(ints = {1, 2, 3, 5})
    void vmsOverBatches(int size) {
        var lines = new ArrayList<byte[]>();
        for (int i = 0; i < 20; i++) {
            lines.add(("NAME-" + i + ".TXT;1").getBytes(StandardCharsets.UTF_8));
            lines.add(
                    "   3/9  2-JUN-1998 07:32:04  [GROUP,OWNER]  (RWED,RWED,RWED,RE)".getBytes(StandardCharsets.UTF_8));
        }
        // The first batch decides the format, so it has to hold one entry.
        var formats = new OtherFormats(system("VMS"));
        var entries = new ArrayList<>(formats.read(lines.subList(0, 2), StandardCharsets.UTF_8, false));
        for (int at = 2; at < lines.size(); at += size) {
            int end = Math.min(lines.size(), at + size);
            entries.addAll(formats.read(lines.subList(at, end), StandardCharsets.UTF_8, end == lines.size()));
        }

        assertThat(entries).hasSize(20);
    }

    @ParameterizedTest(name = "SYST \"{0}\"")
    @DisplayName("FT-10 OS/400, OS/2, MVS, NetWare, Enterprise Unix and MacOS are read, with or without a word of SYST")
    @ValueSource(strings = {"", "UNIX Type: L8", "WIN32"})
    void rare(String system) {
        assertThat(lines(system(system), "PEP             36864 04/12/97 18:24:12 *DIR       pep/sub")
                        .size())
                .isPositive();
        assertThat(lines(
                        system(system),
                        "     0           DIR   04-23-97   13:26  ADOBEAPP",
                        "  4096      A   04-23-97   13:26  A.TXT"))
                .extracting(FtpEntry::name)
                .containsExactly("ADOBEAPP", "A.TXT");
        assertThat(lines(
                        system(system),
                        "total 0",
                        "d [RWCEAFMS] supervisor            512 Jan 16 2008 login",
                        "- [RWCEAFMS] alice 54 Jan 16 2008 a.txt"))
                .extracting(FtpEntry::name)
                .containsExactly("login", "a.txt");
        assertThat(lines(
                        system(system),
                        "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
                        "B10142 3390   2006/03/20  2   31  F       80    80  PS   MDI.OKL.WORK",
                        "ARCIVE Not Direct Access Device                    KJ.IOP998.ERROR.PL.UNITTEST"))
                .extracting(FtpEntry::name)
                .contains("MDI.OKL.WORK");
        assertThat(lines(
                        system(system), "-C--E-----FTP A QUA1I1      18128       5000000000 Aug 12 2001 COPYRIGHT.FTP"))
                .extracting(FtpEntry::name)
                .isNotNull();
    }

    @Test
    @DisplayName("FT-10 a name of a rare format keeps its bytes")
    void bytes() {
        byte[] listing = Listings.bytes(Listings.CP1251, "d [RWCEAFMS] supervisor  512 Jan 16 2008 отчёты");

        var entry = Listings.read(list(), listing).getFirst();

        assertThat(entry.rawName()).isEqualTo("отчёты".getBytes(Listings.CP1251));
        assertThat(entry.name()).isEqualTo("отчёты");
    }

    static Stream<String> unixLines() {
        return Stream.of(
                "-rw-r--r--   1 alice    staff        1234 Jan 05 2020 a.txt",
                "drwxr-xr-x  12 0        0            4096 Mar 15 2023 pub",
                "-rw-rw-r--+  1 bob users 99 May  1 2020 acl",
                "-rwsr-sr-x 1 root root 180 Jan  1 2024 suid",
                "drwxrwxrwt 9 root root 180 Jan  1 2024 tmp",
                "-rw-r--r-- 1 a b 5000000000 Oct  2 2021 big name with blanks",
                "lrwxrwxrwx 1 a b 2 Jan  1 2024 x -> yy",
                "-rw-r--r--   1 500      500            21 Aug  8 2004 JB3-TES1.gz",
                "-rwxrwxrwx   1 owner    domain users      3 Aug  8 2004 z.txt");
    }

    @Test
    @DisplayName("FT-10 what our own parsers read of Unix and Windows is what commons-net reads")
    void comparison() {
        // Else it takes the machine's time zone.
        var config = new FTPClientConfig(FTPClientConfig.SYST_UNIX);
        config.setServerTimeZoneId("UTC");
        var unix = new UnixFTPEntryParser(config);
        List<String> lines = unixLines().toList();
        for (String line : lines) {
            compare(Listings.line(list(), line), unix.parseFTPEntry(line), line, true);
        }
        var windows = new NTFTPEntryParser();
        config = new FTPClientConfig(FTPClientConfig.SYST_NT);
        config.setServerTimeZoneId("UTC");
        windows.configure(config);
        for (String line : List.of(
                "03-01-24  12:34PM       <DIR>          aspnet_client",
                "03-01-24  12:34AM                 1234 a b.txt",
                "12-31-99  11:59PM                 1 y",
                "03-01-2024  23:34                 1234 a.txt")) {
            compare(Listings.line(list(), line), windows.parseFTPEntry(line), line, false);
        }
    }

    private static void compare(FtpEntry ours, FTPFile theirs, String line, boolean owners) {
        assertThat(theirs).as(line).isNotNull();
        assertThat(ours.name()).as(line).isEqualTo(theirs.getName());
        assertThat(ours.size()).as(line).isEqualTo(theirs.isDirectory() && !owners ? -1 : theirs.getSize());
        assertThat(ours.modified()).as(line).isEqualTo(theirs.getTimestampInstant());
        assertThat(ours.type() == FtpEntry.Type.DIRECTORY).as(line).isEqualTo(theirs.isDirectory());
        assertThat(ours.linkTarget()).as(line).isEqualTo(theirs.getLink());
        if (owners) {
            assertThat(ours.owner()).as(line).isEqualTo(theirs.getUser());
            assertThat(ours.group()).as(line).isEqualTo(theirs.getGroup());
        }
    }
}
