package io.polyport.ftp;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What can go wrong with an FTP server, and which reply (RFC 959 §4.2) means which of it: the one table. */
public final class FtpProblems {
    public static final ProblemType LOGIN_REFUSED =
            type("login-refused", 502, "The FTP server refused the login", "Check the connection's user and password.");
    public static final ProblemType NOT_FOUND = type(
            "not-found", 404, "There is no such file or directory", "Check the path, also its upper and lower case.");
    public static final ProblemType DENIED = type(
            "denied",
            403,
            "The FTP server does not allow it",
            "Ask the server's administrator for the right, or use another login or path.");
    public static final ProblemType WRONG_KIND = type(
            "wrong-kind",
            409,
            "The path names something of another kind",
            "Use /files for files and /directories for directories.");
    public static final ProblemType EXISTS =
            type("exists", 409, "Something with that name is there already", "Take another name, or remove it first.");
    public static final ProblemType NOT_EMPTY =
            type("not-empty", 409, "The directory is not empty", "Empty it first, or delete with recursive=true.");
    public static final ProblemType RANGE = type(
            "range-not-satisfiable",
            416,
            "The range begins beyond the end of the file",
            "Ask for a range that begins below the size in this document.");
    public static final ProblemType INSUFFICIENT_STORAGE = type(
            "insufficient-storage",
            507,
            "The FTP server has no room for it",
            "Free space on the server, or have the login's quota raised.");
    /** 451 or 551 in the middle of an upload: vsftpd and Apache's server say no more of a disk that is full. */
    public static final ProblemType STORE_FAILED = type(
            "store-failed",
            507,
            "The FTP server could not store it",
            "Its reply stands in this document; most often its disk or a quota is full. Free space there and send it again.");

    public static final ProblemType TIMEOUT = type(
            "timeout",
            504,
            "The FTP server did not answer in time",
            "Try again later; for a slow server raise the connection's timeouts. What was under way may have happened.");
    public static final ProblemType CONNECT_REFUSED = type(
            "connect-refused",
            502,
            "The FTP server can't be reached",
            "Check host and port, and that a firewall lets this service through.");
    public static final ProblemType UNKNOWN_HOST = type(
            "unknown-host", 502, "The FTP server's name is unknown", "Check the host's name and the name service.");
    public static final ProblemType PROXY_UNREACHABLE = type(
            "proxy-unreachable",
            502,
            "The proxy can't be reached",
            "Check the host and port of the connection's proxy.");
    public static final ProblemType PROXY_LOGIN_REFUSED = type(
            "proxy-login-refused",
            502,
            "The proxy refused the login",
            "Check the user and password of the connection's proxy, and its kind.");
    public static final ProblemType PROXY_REFUSED = type(
            "proxy-refused",
            502,
            "The proxy did not connect to the FTP server",
            "Check host and port, and that the proxy allows them: data connections go to the server's passive ports, which many HTTP proxies forbid.");
    public static final ProblemType NO_DATA_PORT = type(
            "no-data-port",
            503,
            "All ports for active mode are in use",
            "Try again shortly, or widen the connection's range of ports.");
    public static final ProblemType UNAVAILABLE =
            type("unavailable", 503, "The FTP server takes no calls now", "Try again later; it said why in its reply.");
    public static final ProblemType CONNECTION_LOST = type(
            "connection-lost",
            502,
            "The connection to the FTP server was lost",
            "Look whether what was asked for has happened, then try again.");
    public static final ProblemType DATA_CONNECTION = type(
            "data-connection",
            502,
            "The FTP server's data connection can't be opened",
            "Check that a firewall lets this service through to the server's passive ports.");
    public static final ProblemType TRANSFER_CUT = type(
            "transfer-cut",
            502,
            "The transfer ended before it was whole",
            "Transfer it again; do not use what has come.");
    public static final ProblemType PROTOCOL_ERROR = type(
            "protocol-error",
            502,
            "The FTP server does not keep to the protocol",
            "Check that host and port are those of an FTP server; if so, tell us what it is.");
    public static final ProblemType UNSUPPORTED =
            type("unsupported", 501, "The FTP server can't do that", "Do without it, or use another server.");
    public static final ProblemType NO_CHECKSUM = type(
            "no-checksum",
            501,
            "The FTP server can't tell this checksum",
            "Ask for one of those in 'algorithms'; where there are none, download the file and sum it up yourself.");
    public static final ProblemType CHECKSUM_DIFFERS = type(
            "checksum-differs",
            502,
            "The FTP server's checksum of the file is not that of what was sent",
            "The server has stored other bytes; without atomic=false nothing of them stands under the file's name. Send it again.");
    public static final ProblemType REFUSED =
            type("refused", 502, "The FTP server refused the command", "Its reply stands in this document.");
    public static final ProblemType NAME_NOT_ENCODABLE = type(
            "name-not-encodable",
            400,
            "The name can't be said in the FTP server's character set",
            "Take another name, or correct the connection's encoding.");
    public static final ProblemType SESSION_BUSY = type(
            "session-busy",
            409,
            "The connection does something else now",
            "Wait for the call that is under way, or open another connection.");
    public static final ProblemType POOL_EXHAUSTED = type(
            "pool-exhausted",
            503,
            "All logins of the connection are in use",
            "Try again shortly, or raise the connection's pool.");
    public static final ProblemType UPLOAD_BROKEN = type(
            "upload-broken",
            400,
            "The content to upload broke off",
            "Send it again; what stands at the server is not whole.");
    public static final ProblemType TLS_FAILED = type(
            "tls-failed",
            502,
            "No connection to the FTP server could be protected by TLS",
            "Check the connection's tls settings: mode, versions, and the client certificate if the server wants one.");
    public static final ProblemType TLS_REFUSED = type(
            "tls-refused",
            502,
            "The FTP server does not offer the protection by TLS that is asked for",
            "Nothing was sent without it. Use a server with TLS, or mode implicit if it has a port of its own for it.");
    public static final ProblemType TLS_UNTRUSTED = type(
            "tls-untrusted",
            502,
            "The FTP server's certificate is not trusted",
            "Check that this is the right server; then correct tls.ca-file or tls.host-name, or have its certificate renewed.");
    public static final ProblemType INSECURE = type(
            "insecure-not-allowed",
            403,
            "A server's certificate has to be checked",
            "Leave verify out, or have the operator set ftp.ad-hoc.insecure.");
    public static final ProblemType CERTIFICATE_UNUSABLE = type(
            "certificate-unusable",
            500,
            "A certificate or key for FTP servers can't be used",
            "Correct 'tls' of the connection in the configuration, or the files that it names, and start again.");
    public static final ProblemType DIGEST_MISMATCH = type(
            "digest-mismatch",
            400,
            "What arrived does not have the digest that the call announced",
            "Compute the digest over exactly the bytes of the body, and send both again.");

    /** Every type above, for the documentation. */
    public static final List<ProblemType> ALL = List.of(
            LOGIN_REFUSED,
            NOT_FOUND,
            DENIED,
            WRONG_KIND,
            EXISTS,
            NOT_EMPTY,
            RANGE,
            INSUFFICIENT_STORAGE,
            STORE_FAILED,
            TIMEOUT,
            CONNECT_REFUSED,
            UNKNOWN_HOST,
            PROXY_UNREACHABLE,
            PROXY_LOGIN_REFUSED,
            PROXY_REFUSED,
            NO_DATA_PORT,
            UNAVAILABLE,
            CONNECTION_LOST,
            DATA_CONNECTION,
            TRANSFER_CUT,
            PROTOCOL_ERROR,
            UNSUPPORTED,
            NO_CHECKSUM,
            CHECKSUM_DIFFERS,
            REFUSED,
            NAME_NOT_ENCODABLE,
            SESSION_BUSY,
            POOL_EXHAUSTED,
            UPLOAD_BROKEN,
            TLS_FAILED,
            TLS_REFUSED,
            TLS_UNTRUSTED,
            INSECURE,
            CERTIFICATE_UNUSABLE,
            DIGEST_MISMATCH);

    private FtpProblems() {}

    /** What a refusing reply means when nothing else is known; 550 has to be looked into by the caller. */
    public static ProblemType ofCode(int code) {
        return switch (code) {
            case 421 -> UNAVAILABLE;
            case 425 -> DATA_CONNECTION;
            case 426 -> TRANSFER_CUT;
            case 452, 552 -> INSUFFICIENT_STORAGE;
            case 332, 430, 530 -> LOGIN_REFUSED;
            case 500, 502, 504 -> UNSUPPORTED;
            case 532, 550, 553 -> DENIED;
            default -> code >= 400 ? REFUSED : PROTOCOL_ERROR;
        };
    }

    /** A problem with the server's reply in it; its text must be clean of control characters. */
    public static ProblemException replied(ProblemType type, String detail, int code, String text) {
        var problem = Problem.of(type, detail).with("reply", reply(code, text));
        return (type.equals(UNAVAILABLE) ? problem.retryAfter(10) : problem).toException();
    }

    /** The member {@code reply} of a problem; the text must be clean of control characters. */
    public static JsonObject reply(int code, String text) {
        return new JsonObject().put("code", code).put("text", text);
    }

    private static ProblemType type(String name, int status, String title, String advice) {
        return new ProblemType("ftp." + name, status, title, advice);
    }
}
