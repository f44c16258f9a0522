package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpProxy;
import io.polyport.ftp.FtpTls;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interop")
@DisplayName("Every server by every way")
class InteropIT {
    private static final List<Peer> PLAIN = new ArrayList<>();
    private static final Map<FtpTls.Mode, List<Peer>> PROTECTED = new LinkedHashMap<>();
    private static Path folder;
    private static TestAuthority authority;
    private static Proxies proxies;

    @BeforeAll
    static void startPeers() throws IOException {
        folder = TlsPeers.folder();
        authority = TestAuthority.create(folder, "authority");
        PLAIN.addAll(Peers.all());
        var explicit = new ArrayList<>(TlsPeers.in(FtpTls.Mode.EXPLICIT, authority));
        if (TlsPeers.has("ProFTPD", Proftpd.obstacle())) {
            PLAIN.add(Proftpd.start(List.of(), false));
            PLAIN.add(Proftpd.withoutUtf8());
            explicit.add(TlsPeers.proftpdWithoutUtf8(authority));
        }
        if (TlsPeers.has("Pure-FTPd", PureFtpd.obstacle())) {
            PLAIN.add(PureFtpd.start(List.of()));
            explicit.add(TlsPeers.pureFtpd(authority));
        }
        PROTECTED.put(FtpTls.Mode.EXPLICIT, explicit);
        PROTECTED.put(FtpTls.Mode.IMPLICIT, TlsPeers.in(FtpTls.Mode.IMPLICIT, authority));
        proxies = Proxies.start();
    }

    @AfterAll
    static void stopPeers() throws IOException {
        proxies.close();
        Peers.stop(PLAIN);
        for (List<Peer> peers : PROTECTED.values()) {
            Peers.stop(peers);
        }
        Peers.delete(folder);
    }

    @Test
    @DisplayName("FT-3 FT-4 FT-5 a file with a Russian name goes there, is listed and comes back unchanged")
    void matrix() {
        var table = new LinkedHashMap<String, Map<String, String>>();
        int number = 0;
        int red = 0;
        try (var loop = new OnLoop()) {
            for (Interop way : ways()) {
                String result = way.impossible();
                if (result.isEmpty()) {
                    result = result(loop, way, number++);
                    red += result.equals("ok") ? 0 : 1;
                }
                table.computeIfAbsent(way.row(), row -> new LinkedHashMap<>()).put(way.column(), result);
            }
            loop.nothingIsLeft();
        }
        write(table, number);
        assertThat(number).isPositive();
        assertThat(red).as("ways that do not work, see target/interop.md").isZero();
    }

    private static String result(OnLoop loop, Interop way, int number) {
        try {
            way.run(loop, authority, number);
            return "ok";
        } catch (RuntimeException | AssertionError wrong) {
            return wrong.toString();
        }
    }

    private static List<Interop> ways() {
        var ways = new ArrayList<Interop>();
        PLAIN.forEach(peer -> add(ways, peer, FtpTls.Mode.NONE, "none"));
        PROTECTED.forEach((mode, peers) -> peers.forEach(
                peer -> List.of("TLSv1.2", "TLSv1.3").forEach(versions -> add(ways, peer, mode, versions))));
        return ways;
    }

    private static void add(List<Interop> ways, Peer peer, FtpTls.Mode mode, String versions) {
        for (var charset : Interop.CHARSETS) {
            for (String verb : Interop.VERBS) {
                ways.add(new Interop(peer, mode, versions, verb, charset, null));
            }
            chosen().forEach(proxy ->
                    Interop.VERBS.forEach(verb -> ways.add(new Interop(peer, mode, versions, verb, charset, proxy))));
        }
    }

    /** One proxy of each kind that CI's table asks for. */
    private static Stream<FtpProxy> chosen() {
        return Stream.of(FtpProxy.Kind.SOCKS5, FtpProxy.Kind.HTTP)
                .flatMap(kind -> proxies.all().stream()
                        .filter(proxy -> proxy.kind() == kind)
                        .limit(1));
    }

    /** Into the build's folder, from where {@code make interop} shows it. */
    private static void write(Map<String, Map<String, String>> table, int ways) {
        var columns = table.values().iterator().next().keySet();
        var lines = new ArrayList<String>();
        lines.add(ways + " ways; –: no server can connect to us through a proxy");
        lines.add("");
        lines.add("| server | protection | charset configured | names on its disk | " + String.join(" | ", columns)
                + " |");
        lines.add("|---|---|---|---|" + "---|".repeat(columns.size()));
        table.forEach((row, cells) -> lines.add("| " + row + " | " + String.join(" | ", cells.values()) + " |"));
        try {
            Files.write(Path.of("target", "interop.md"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
