package io.polyport.ftp;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * One login at one server. All methods are called on the event loop that opened it; one thing at a time: a call that
 * comes while another (or a transfer) is under way fails with {@code ftp.session-busy}. Every call may fail with
 * {@code ftp.timeout}, {@code ftp.connection-lost}, {@code ftp.unavailable} or {@code ftp.protocol-error}; the session
 * has ended then. Other problems leave it usable.
 */
public interface FtpSession {
    /**
     * What the server told at the login.
     *
     * @param welcome the first reply's text, without control characters
     * @param system the reply to SYST, empty when there is none and before it was asked for: by {@link #system()}, a listing by LIST or an earlier login
     * @param features the lines of the reply to FEAT (RFC 2389), in their order
     * @param charset of names on this session
     * @param protection {@code none} or the TLS version
     */
    record Info(String welcome, String system, List<String> features, Charset charset, String protection) {
        public Info {
            features = List.copyOf(features);
        }

        public Info withSystem(String told) {
            return told.equals(system) ? this : new Info(welcome, told, features, charset, protection);
        }
    }

    /** How an upload begins. */
    enum UploadMode {
        STORE,
        APPEND
    }

    /** What stands behind the word that an upload is whole: the file's size at the server, or only its reply. */
    enum Verified {
        SIZE,
        REPLY
    }

    /** A finished upload: the bytes that were sent in it, and how that was verified. */
    record Stored(long bytes, Verified verified) {}

    /**
     * What the server said to a command.
     *
     * @param code of its last reply
     * @param lines of its replies, without their codes
     * @param text the last reply for people: no control characters, at most 500 characters
     */
    record CommandReply(int code, List<String> lines, String text) {
        public CommandReply {
            lines = List.copyOf(lines);
        }
    }

    /**
     * What the server makes of a file's bytes.
     *
     * @param value small hexadecimal digits, all of them
     * @param command that told it
     */
    record Checksum(ChecksumAlgorithm algorithm, String value, String command) {}

    Info info();

    /** The reply to SYST, empty when there is none. */
    Future<String> system();

    /** Succeeds, with the reason, when the session has ended; never fails. */
    Future<ProblemException> ended();

    /** True while a call or a transfer is under way. */
    boolean isBusy();

    /** The directory against which relative paths are. */
    Future<FtpPath> workingDirectory();

    /** Succeeds with the new working directory, as the server names it. */
    Future<FtpPath> changeDirectory(FtpPath directory);

    /** Brings the session back to the state after login: the working directory where the login began. */
    Future<Void> reset();

    /** The lines of a directory, by MLSD where the server has it, else LIST. The stream starts paused. */
    Future<FtpListing> list(FtpPath directory);

    /** One file, directory or link. Fails with {@code ftp.not-found} or {@code ftp.denied}. */
    Future<FtpEntry> stat(FtpPath path);

    /** Bytes of a file; empty when the server does not tell (no SIZE, or not a plain file). */
    Future<OptionalLong> size(FtpPath file);

    /** Last change in UTC (MDTM, RFC 3659 §3), or null when the server does not tell. */
    Future<Instant> modified(FtpPath path);

    /**
     * The content from a byte on. Succeeds when the server has agreed to send; the stream starts paused and keeps the
     * session busy until it has ended or failed, or is aborted. Fails with {@code ftp.not-found}, {@code ftp.denied},
     * {@code ftp.wrong-kind} or, beyond the end, {@code ftp.range-not-satisfiable}.
     */
    Future<FtpDownload> download(FtpPath file, long offset);

    /**
     * Sends the stream's content; it should be paused, and is taken over. Succeeds when the server has confirmed the whole
     * of it. When it fails, the stream is left paused and what stands at the server is undefined: the caller removes it.
     * A failure of the stream ends the session, since only that tells the server that the file is not whole.
     */
    Future<Stored> upload(FtpPath file, UploadMode mode, ReadStream<Buffer> content);

    /**
     * Sends the stream's content to behind the first {@code offset} bytes, which is all that the file has; as {@link #upload}
     * else. By REST and STOR, which does no harm when the same bytes are sent there twice; by APPE where the server refuses
     * that. Fails with {@code ftp.unsupported} where it refuses both.
     */
    Future<Stored> resume(FtpPath file, long offset, ReadStream<Buffer> content);

    /** Fails with {@code ftp.exists} when something has that name. */
    Future<Void> makeDirectory(FtpPath directory);

    /** Fails with {@code ftp.not-empty} when something is in it. */
    Future<Void> removeDirectory(FtpPath directory);

    Future<Void> delete(FtpPath file);

    Future<Void> rename(FtpPath from, FtpPath to);

    /** Sums that the server can make, the strongest first. */
    List<ChecksumAlgorithm> checksums();

    /**
     * The server's sum of a whole file, for which it gets the more time the larger the file is. Fails with
     * {@code ftp.no-checksum}, {@code ftp.not-found}, {@code ftp.denied} or {@code ftp.wrong-kind}.
     */
    Future<Checksum> checksum(FtpPath file, ChecksumAlgorithm algorithm);

    /**
     * Sends a line as it is and gives whatever reply the server has to it but 421. The caller sees to it that the line
     * opens no data connection and changes nothing that this session relies on but the working directory.
     */
    Future<CommandReply> command(String line);

    Future<Void> noop();

    /** Says good-bye; succeeds when the connection is closed, whatever the server says. */
    Future<Void> quit();

    /** Closes all connections of this session at once; a running transfer fails with {@code ftp.connection-lost}. */
    void abort();
}
