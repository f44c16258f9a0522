package io.polyport.ftp.listing;

import static io.polyport.ftp.listing.Listings.CP1251;
import static io.polyport.ftp.listing.Listings.bytes;
import static io.polyport.ftp.listing.Listings.line;
import static io.polyport.ftp.listing.Listings.lines;
import static io.polyport.ftp.listing.Listings.list;
import static io.polyport.ftp.listing.Listings.mlsd;
import static io.polyport.ftp.listing.Listings.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.listing.ListingSettings.Command;
import io.polyport.kit.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListingReaderTest {
    private static final String UNIX = "-rw-r--r-- 1 a b 7 Jan  1 2024 ";

    @ParameterizedTest(name = "pieces of {0} bytes")
    @DisplayName("FT-10 the cut of the pieces changes nothing")
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void anyCut(int cut) {
        byte[] listing = bytes(CP1251, "total 3", UNIX + "один", UNIX + "two", "", UNIX + "три ");

        assertThat(read(list(), listing, cut)).extracting(FtpEntry::name).containsExactly("один", "two", "три ");
        assertThat(read(list(), listing, cut)).isEqualTo(read(list(), listing));
    }

    @Test
    @DisplayName("FT-10 a line without an end and lines ended by LF alone are read")
    void lineEnds() {
        byte[] listing = (UNIX + "a\n" + UNIX + "b\r\n" + UNIX + "c").getBytes(StandardCharsets.UTF_8);

        assertThat(read(list(), listing)).extracting(FtpEntry::name).containsExactly("a", "b", "c");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-3 names that are no UTF-8 are read in the configured charset, and keep their bytes")
    @ValueSource(strings = {"windows-1251", "KOI8-R", "IBM866", "UTF-8"})
    void charsets(String name) {
        var charset = Charset.forName(name);
        var settings = ListingSettings.of(Command.LIST, "", charset).withNow(Listings.NOW);

        var entry = read(settings, bytes(charset, UNIX + "Отчёт за март.txt")).getFirst();

        assertThat(entry.name()).isEqualTo("Отчёт за март.txt");
        assertThat(entry.rawName()).isEqualTo("Отчёт за март.txt".getBytes(charset));
    }

    @Test
    @DisplayName("FT-3 the charset is decided for the whole listing, not by a name that looks like UTF-8 by chance")
    void chance() {
        var cp866 = Charset.forName("IBM866");
        assertThat(StrictText.isUtf8("сам".getBytes(cp866))).isTrue();
        var settings = ListingSettings.of(Command.LIST, "", cp866).withNow(Listings.NOW);

        var entries = read(settings, bytes(cp866, UNIX + "сам", UNIX + "ascii", UNIX + "привет"));

        assertThat(entries).extracting(FtpEntry::name).containsExactly("сам", "ascii", "привет");
    }

    @Test
    @DisplayName("FT-3 a stray name in another charset does not spoil a listing in UTF-8")
    void stray() {
        var listing = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            listing.writeBytes(bytes(StandardCharsets.UTF_8, UNIX + "файл " + i));
        }
        listing.writeBytes(bytes(CP1251, UNIX + "чужой"));
        listing.writeBytes(bytes(StandardCharsets.UTF_8, UNIX + "свой"));

        var entries = read(list(), listing.toByteArray());

        assertThat(entries)
                .extracting(FtpEntry::name)
                .hasSize(52)
                .contains("файл 0")
                .endsWith("чужой", "свой");
    }

    @Test
    @DisplayName("FT-42 a line over 8 KiB ends the listing with a problem")
    void longLine() {
        byte[] just = bytes(StandardCharsets.UTF_8, UNIX + "x".repeat(LineSplitter.MAX_LINE - UNIX.length()));
        byte[] over = bytes(StandardCharsets.UTF_8, UNIX + "x".repeat(LineSplitter.MAX_LINE + 1 - UNIX.length()));

        assertThat(read(list(), just)).hasSize(1);
        assertThat(read(list(), just, 100)).hasSize(1);
        for (int cut : new int[] {1, 100, 100_000}) {
            assertThatThrownBy(() -> read(list(), over, cut))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("ftp.listing-too-large")
                    .hasMessageContaining("8192");
        }
    }

    @Test
    @DisplayName("FT-42 more entries or bytes than allowed end the listing with a problem that names the limit")
    void limits() {
        assertThat(lines(list().withLimits(2, 1000), UNIX + "a", UNIX + "b")).hasSize(2);
        assertThatThrownBy(() -> lines(list().withLimits(2, 1000), UNIX + "a", UNIX + "b", UNIX + "c"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ftp.listing-too-large")
                .hasMessageContaining("2 entries");
        assertThatThrownBy(() -> lines(list().withLimits(9, 50), UNIX + "a", UNIX + "b"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("50 bytes");
    }

    @Test
    @DisplayName("FT-42 a hostile name keeps its bytes, is shown harmless, and is nothing to follow")
    void hostile() {
        for (String name :
                new String[] {"../etc", "a/b", "a\0b", "a\rDELE b", "x\u007f", "\u0007bell", "\\..\\..", ".. "}) {
            var entry = line(list(), "drwxr-xr-x 2 a b 7 Jan  1 2024 " + name);

            assertThat(entry.rawName()).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
            assertThat(entry.name()).doesNotContain("/", "\0", "\r", "\u007f", "\u0007");
            assertThat(entry.raw()).doesNotContain("\0", "\r", "\u007f", "\u0007");
            assertThat(entry.type()).isEqualTo(FtpEntry.Type.OTHER);
            assertThat(EntryName.isFollowable(entry)).as(name).isFalse();
            assertThat(EntryHref.segment(entry.rawName(), StandardCharsets.UTF_8))
                    .isEmpty();
        }
        for (String name : new String[] {"a\\b", "..a", "a..", "...", "-rf", "~", "%2F", "a b "}) {
            var entry = line(list(), "drwxr-xr-x 2 a b 7 Jan  1 2024 " + name);
            assertThat(entry.type()).as(name).isEqualTo(FtpEntry.Type.DIRECTORY);
            assertThat(EntryName.isFollowable(entry)).isTrue();
        }
    }

    @Test
    @DisplayName("FT-10 an empty listing and a server's word for it are empty")
    void empty() {
        assertThat(read(list(), new byte[0])).isEmpty();
        assertThat(lines(list(), "", " ")).isEmpty();
        assertThat(lines(list(), "No files found.")).isEmpty();
        assertThat(lines(list(), "%DIRECT-W-NOFILES, no files found")).isEmpty();
        assertThat(lines(list(), "total 0")).isEmpty();
        assertThat(read(mlsd(), new byte[0])).isEmpty();
    }

    @Test
    @DisplayName("FT-10 a listing of which no line is understood is a problem that shows its first line")
    void unreadable() {
        assertThatThrownBy(() -> lines(list(), "Hello\u0007, this is no listing", "at all"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ftp.listing-unreadable")
                .hasMessageContaining("Hello%07, this is no listing");
        assertThatThrownBy(() -> lines(mlsd(), "nofacts")).hasMessageContaining("ftp.listing-unreadable");
    }

    @Test
    @DisplayName("FT-10 lines of text in front of the entries do not hide their format")
    void preamble() {
        var entries = lines(list(), "Welcome to the mirror", "please be nice", UNIX + "a", UNIX + "b");

        assertThat(entries).extracting(FtpEntry::name).containsExactly("a", "b");
    }

    @Test
    @DisplayName("FT-10 a listing that mixes Unix' and Windows' lines is read whole")
    void mixed() {
        var entries = lines(list(), UNIX + "u", "03-01-24  12:34PM       <DIR>          w");

        assertThat(entries).extracting(FtpEntry::name).containsExactly("u", "w");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-42 random bytes and damaged listings end in entries or in a listing problem, nothing else")
    @EnumSource(Command.class)
    void fuzz(Command command) {
        var random = new Random(20261120);
        var settings = ListingSettings.of(command, "", CP1251).withNow(Listings.NOW);
        for (int round = 0; round < 3000; round++) {
            byte[] listing = round % 3 == 0 ? noise(random) : damaged(random);
            try {
                for (var entry : read(settings, listing, 1 + random.nextInt(200))) {
                    assertThat(entry.name()).isNotNull().doesNotContain("/", "\n", "\0");
                    assertThat(EntryName.isDots(entry.rawName())).isFalse();
                }
            } catch (ProblemException expected) {
                assertThat(expected.problem().code()).startsWith("ftp.listing-");
            }
        }
    }

    private static byte[] noise(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(600)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] damaged(RandomGenerator random) {
        byte[] bytes = bytes(
                CP1251,
                UNIX + "имя",
                "lrwxrwxrwx 1 a b 7 Jan  1 12:00 x -> y",
                "crw-rw-rw- 1 root root 1, 3 2024-01-01 12:34:56.5 +0300 null",
                "-rw-r--r-- 1 a b 7 Fri Mar  1 12:34:56 2024 busybox",
                "03-01-24  12:34PM       <DIR>          w",
                "2026-11-20  19:29                 5 iso.txt",
                "03-01-2024  12:34    <JUNCTION>     data [D:\\data]",
                "type=OS.unix=slink:/x;size=12;modify=20240301123456.7;UNIX.mode=0644; a.txt",
                "CORE.DIR;1  1  8-SEP-1996 16:09  [SYSTEM] (RWE,RWE,RE,RE)");
        for (int hits = 1 + random.nextInt(12); hits > 0; hits--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
        }
        return bytes;
    }
}
