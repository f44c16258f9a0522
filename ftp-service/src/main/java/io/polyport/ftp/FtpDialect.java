package io.polyport.ftp;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How FTP is spoken with one server, as far as the server does not tell it by itself.
 *
 * @param charset of names, when the server does not announce UTF-8 (RFC 2640)
 * @param showHidden whether {@code LIST -a} is sent, for servers that hide dot files from a plain LIST
 * @param telnet whether byte 255 in a command is doubled, as RFC 959 asks; some servers do not know that rule. vsftpd,
 *     which does not, is known by its greeting
 * @param lines whether contents go as lines (TYPE A, RFC 959 §3.1.1.1), which the server turns into its own; else (the
 *     default) as bytes
 */
public record FtpDialect(Charset charset, boolean showHidden, boolean telnet, boolean lines) {
    public FtpDialect {
        Objects.requireNonNull(charset, "charset");
        if (!NameCharset.isUsable(charset)) {
            throw new IllegalArgumentException("names can't be sent in " + charset);
        }
    }

    /** UTF-8, a plain LIST, byte 255 doubled, contents as bytes. */
    public static FtpDialect usual() {
        return new FtpDialect(StandardCharsets.UTF_8, false, true, false);
    }

    public FtpDialect withCharset(Charset other) {
        return new FtpDialect(other, showHidden, telnet, lines);
    }

    public FtpDialect withHidden(boolean show) {
        return new FtpDialect(charset, show, telnet, lines);
    }

    public FtpDialect withLines(boolean rule) {
        return new FtpDialect(charset, showHidden, telnet, rule);
    }
}
