package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The way in which a server is spoken to by TLS. The first is TLS 1.2 with session ids: under TLS 1.3 each ticket
 * resumes once, and some servers (ProFTPD) hand out none during an upload, so that the third in a row is refused.
 *
 * @param server under which it is remembered which way works
 * @param isTickets whether sessions are resumed by tickets; else by session ids
 * @param versions of TLS
 */
record TlsProfile(String server, SSLContext context, boolean isTickets, List<String> versions) {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    /** The way that worked the last time, else the first. */
    static TlsProfile of(FtpSettings settings, TlsContext context, TlsMemory memory) {
        String server =
                settings.host() + ":" + settings.port() + " " + settings.tls().versions();
        return of(server, settings, context, memory.wantsTickets(server));
    }

    /** What else can be tried; empty when there is nothing. */
    Optional<TlsProfile> other(FtpSettings settings, TlsContext with) {
        return isTickets ? Optional.empty() : Optional.of(of(server, settings, with, true));
    }

    private static TlsProfile of(String server, FtpSettings settings, TlsContext context, boolean tickets) {
        return switch (settings.tls().versions()) {
            case TLS_1_3 -> new TlsProfile(server, context.tickets(), true, List.of(TLS_1_3));
            case TLS_1_2 ->
                tickets ? new TlsProfile(server, context.tickets(), true, List.of(TLS_1_2)) : first(server, context);
            default ->
                tickets
                        ? new TlsProfile(server, context.tickets(), true, List.of(TLS_1_3, TLS_1_2))
                        : first(server, context);
        };
    }

    private static TlsProfile first(String server, TlsContext context) {
        return new TlsProfile(server, context.ids(), false, List.of(TLS_1_2));
    }
}
