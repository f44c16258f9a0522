package io.polyport.ftp;

import io.vertx.core.Future;

/** The way to FTP servers, in this service's words: futures and streams; no thread waits and no body is gathered. */
public interface FtpClient {
    /**
     * Connects and logs in. The session belongs to the event loop of the caller's context.
     *
     * <p>Fails with {@code ftp.unknown-host}, {@code ftp.connect-refused}, {@code ftp.unavailable},
     * {@code ftp.login-refused}, {@code ftp.timeout}, {@code ftp.connection-lost} or {@code ftp.protocol-error}; no
     * connection is left then.
     */
    Future<FtpSession> open(FtpSettings settings);

    /** Closes every connection that is still open; their sessions end with {@code ftp.connection-lost}. */
    Future<Void> close();
}
