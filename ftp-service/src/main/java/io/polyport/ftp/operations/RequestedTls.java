package io.polyport.ftp.operations;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpTls;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The protection that a caller asks for, for a server that it names itself: the member {@code tls} of the body. */
final class RequestedTls {
    private static final Set<String> MEMBERS = Set.of("mode", "hostName", "versions", "verify");

    private RequestedTls() {}

    /**
     * @param host the name by which the caller knows the server; the connection goes to an address
     * @param insecure whether the certificate may go unchecked
     */
    static FtpTls of(JsonObject body, String host, boolean insecure) {
        if (!body.containsKey("tls")) {
            return FtpTls.none();
        }
        if (!(body.getValue("tls") instanceof JsonObject asked)) {
            throw Connections.fault("tls", "has to be an object");
        }
        Set<String> unknown = new TreeSet<>(asked.fieldNames());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw Connections.fault(
                    "tls/" + unknown.iterator().next(), "is not known; there are " + new TreeSet<>(MEMBERS));
        }
        FtpTls.Mode mode = mode(text(asked, "mode", "explicit"));
        String name = text(asked, "hostName", host);
        if (!FtpTls.isName(name)) {
            throw Connections.fault("tls/hostName", "has to be a host's name or address");
        }
        String versions = text(asked, "versions", "auto");
        if (!FtpTls.isVersion(versions)) {
            throw Connections.fault("tls/versions", FtpTls.VERSIONS_FAULT);
        }
        return new FtpTls(
                mode,
                verify(asked, insecure),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                versions);
    }

    private static FtpTls.Mode mode(String word) {
        return switch (word) {
            case "none" -> FtpTls.Mode.NONE;
            case "explicit" -> FtpTls.Mode.EXPLICIT;
            case "implicit" -> FtpTls.Mode.IMPLICIT;
            default -> throw Connections.fault("tls/mode", "has to be none, explicit or implicit");
        };
    }

    private static boolean verify(JsonObject asked, boolean insecure) {
        if (!(asked.getValue("verify", true) instanceof Boolean verify)) {
            throw Connections.fault("tls/verify", "has to be true or false");
        }
        if (!verify && !insecure) {
            throw FtpProblems.INSECURE.toException();
        }
        return verify;
    }

    private static String text(JsonObject asked, String name, String otherwise) {
        if (!(asked.getValue(name, otherwise) instanceof String text)) {
            throw Connections.fault("tls/" + name, "has to be text");
        }
        return text;
    }
}
