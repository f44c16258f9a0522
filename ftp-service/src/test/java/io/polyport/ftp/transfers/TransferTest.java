package io.polyport.ftp.transfers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.FtpPath;
import io.polyport.kit.bus.Envelope.Grant;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final Charset CP1251 = Charset.forName("windows-1251");

    private static Transfer transfer() {
        var order = new Order(
                new Order.Side("one", "a"), new Order.Side("two", "b"), true, Optional.of("*.csv"), Overwrite.NEWER);
        var grants = new StoredGrants(List.of(new Grant("read", List.of("one"), List.of("/a/**"))));
        return new Transfer(order, grants, Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static FtpPath raw(int... bytes) {
        byte[] name = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            name[i] = (byte) bytes[i];
        }
        return FtpPath.here().child("dir").child(name);
    }

    @Test
    @DisplayName("FT-21 a transfer comes out of its record as it went in, names that are no text too")
    void roundTrip() {
        Transfer transfer = transfer();
        transfer.state = Transfer.State.RUNNING;
        transfer.last = raw(0xff, 0xfe);
        var temporary = Temporary.of("t", FtpPath.root().child("b").resolve(raw(0xe0)), CP1251);
        transfer.current = new Transfer.Current(raw(0xe0), "a/dir/?", 5, "", true, true, 3, 2, temporary);
        transfer.leave(temporary.renaming(true));
        transfer.retry.add(Retry.file(raw(0x80)));
        transfer.retry.add(Retry.directory(raw(0x81), raw(0x81).child("x")));
        transfer.retry.add(Retry.directory(raw(0x82), null));
        transfer.bytesSent = 1L << 40;
        transfer.problem = new JsonObject().put("code", "ftp.timeout");
        transfer.failed(new Failed(raw(1), "x", Failed.Kind.DIRECTORY, raw(2), "ftp.denied", "no"));
        JsonObject json = transfer.toJson();
        Transfer back = Transfer.of(new JsonObject(json.encode()));
        assertThat(back.toJson()).isEqualTo(new JsonObject(json.encode()));
        assertThat(back.last).isEqualTo(transfer.last);
        assertThat(back.retry).isEqualTo(transfer.retry);
        assertThat(back.temporaries())
                .isEqualTo(transfer.temporaries())
                .allSatisfy(each -> assertThat(each.file().toString()).startsWith("/b/dir/"));
        assertThat(back.errors).isEqualTo(transfer.errors);
        assertThat(back.current).isEqualTo(transfer.current);
    }

    @Test
    @DisplayName("FT-21 however many files fail, the record stays far below its limit and counts them all")
    void bounded() {
        Transfer transfer = transfer();
        String much = "я".repeat(5_000);
        for (int i = 0; i < 10_000; i++) {
            transfer.failed(new Failed(FtpPath.ofText("a/" + i), much, Failed.Kind.FILE, null, "ftp.denied", much));
        }
        assertThat(transfer.filesFailed).isEqualTo(10_000);
        assertThat(transfer.toJson().encode().length()).isLessThan(500_000);
    }

    @Test
    @DisplayName("FT-21 names go over into another charset, or are refused where they can't be said")
    void names() {
        FtpPath cyrillic = FtpPath.here().child("отчёт".getBytes(StandardCharsets.UTF_8));
        FtpPath there = Names.translated(cyrillic, StandardCharsets.UTF_8, CP1251);
        assertThat(there.toString()).isEqualTo("отчёт");
        FtpPath back = Names.translated(FtpPath.here().child("отчёт".getBytes(CP1251)), CP1251, StandardCharsets.UTF_8);
        assertThat(back.toString()).isEqualTo("отчёт");
        assertThatThrownBy(() -> Names.translated(
                        FtpPath.here().child("日".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8, CP1251))
                .hasMessageContaining("ftp.name-not-encodable");
        assertThatThrownBy(() -> Names.translated(raw(0xff), StandardCharsets.UTF_8, CP1251))
                .hasMessageContaining("ftp.name-not-encodable");
        assertThat(Names.translated(raw(0xff), CP1251, CP1251)).isEqualTo(raw(0xff));
    }

    @Test
    @DisplayName(
            "FT-21 a temporary name is the same for whoever goes on, and another one for any other file or transfer")
    void temporary() {
        FtpPath file = FtpPath.ofText("a/b");
        String mark = Names.mark("t", file);
        assertThat(mark)
                .isEqualTo(Names.mark("t", FtpPath.ofText("a/b")))
                .isNotEqualTo(Names.mark("u", file))
                .isNotEqualTo(Names.mark("t", FtpPath.ofText("a/c")));
        assertThat(Names.isTemporary(Names.temporary(mark))).isTrue();
        assertThat(Names.isTemporary(Names.replaced(mark))).isTrue();
    }
}
