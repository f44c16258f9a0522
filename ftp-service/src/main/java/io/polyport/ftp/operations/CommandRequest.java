package io.polyport.ftp.operations;

import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command in the far server's own language (FT-20): a single line that neither opens a data connection nor changes what
 * the service knows of the login, since both would put later calls out of step.
 *
 * @param line as the caller wrote it
 */
record CommandRequest(String line) {
    /** RFC 959 sets no bound; servers take from 512 bytes to some KiB. */
    static final int MOST_BYTES = 4 * 1024;

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{1,32})(?: (.*))?");
    private static final Pattern UPWARDS = Pattern.compile("(?<![^\\s/\"'])\\.\\.(?![^\\s/\"'])");
    private static final Map<String, String> INSTEAD = new HashMap<>();

    static {
        instead(
                "the service makes data connections itself: use files and directories",
                "PASV",
                "EPSV",
                "SPSV",
                "LPSV",
                "CPSV",
                "PORT",
                "EPRT",
                "LPRT",
                "SPAS",
                "SPOR",
                "PRET",
                "DCAU",
                "DCSC");
        instead("use GET files/{path}", "RETR", "ERET", "THMB");
        instead("use GET files/{path} with a Range", "REST", "RANG");
        instead("use PUT files/{path}", "STOR", "STOU", "ESTO", "ALLO", "MACB");
        instead("use PATCH files/{path}", "APPE");
        instead("use GET directories/{path}", "LIST", "NLST", "MLSD", "MLSR", "MLSC");
        instead("use POST move", "RNFR", "RNTO");
        instead("leave the call that is to be stopped", "ABOR");
        instead("use DELETE /connections/{id}", "QUIT");
        instead("open another connection (POST /connections)", "USER", "PASS", "ACCT", "REIN", "SMNT", "HOST");
        instead(
                "protection is the connection's own setting",
                "AUTH",
                "ADAT",
                "PBSZ",
                "PROT",
                "CCC",
                "SSCN",
                "MIC",
                "CONF",
                "ENC");
        instead("the type of transfers is the connection's own setting", "MODE", "STRU", "TYPE", "XMOD");
        instead("use PUT working-directory of an opened connection", "CWD", "XCWD", "CDUP", "XCUP");
        instead("the charset is the connection's own setting", "OPTS UTF8", "OPTS UTF-8");
        instead("use GET entries/{path}, which needs all facts", "OPTS MLST");
    }

    CommandRequest {
        if (line.chars().anyMatch(each -> each == '\r' || each == '\n' || each == 0)) {
            throw fault("holds a line break or NUL; send one command in each call");
        }
        if (line.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw fault("is longer than " + MOST_BYTES + " bytes");
        }
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            throw fault(
                    "has to be a verb of letters and digits and, behind one blank, what it is about, as in 'SITE HELP'");
        }
        String instead = INSTEAD.get(verb(form));
        if (instead == null && form.group(2) != null) {
            instead = INSTEAD.get(
                    verb(form) + " " + form.group(2).strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT));
        }
        if (instead != null) {
            throw fault(verb(form) + " would put the connection out of step; " + instead);
        }
    }

    private static void instead(String advice, String... commands) {
        for (String command : commands) {
            INSTEAD.put(command, advice);
        }
    }

    static CommandRequest of(JsonObject body) {
        if (!(body.getValue("command") instanceof String text) || text.isBlank()) {
            throw fault("has to be a command as text, such as 'SITE HELP'");
        }
        return new CommandRequest(text);
    }

    /** What policies compare with their objects: the verb in capitals, and the rest. */
    String object() {
        Matcher form = FORM.matcher(line);
        return form.matches() ? verb(form) + line.substring(form.group(1).length()) : line;
    }

    /** The verb in capitals. */
    String verb() {
        Matcher form = FORM.matcher(line);
        return form.matches() ? verb(form) : line;
    }

    /** Whether something in it leads upwards, so that a pattern for what begins in one place says nothing of where it ends. */
    boolean climbs() {
        return UPWARDS.matcher(line).find();
    }

    private static String verb(Matcher form) {
        return form.group(1).toUpperCase(Locale.ROOT);
    }

    private static RuntimeException fault(String fault) {
        return Problem.of(BusProblems.BAD_REQUEST, "The body's member 'command' can't be sent: it " + fault + ".")
                .withField("body:/command", fault)
                .toException();
    }
}
