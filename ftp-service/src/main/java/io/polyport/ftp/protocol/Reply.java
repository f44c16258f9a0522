package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One reply, RFC 959 §4.2.
 *
 * @param code 100 to 599
 * @param lines the bytes of each line without its end; the first and the last without their code
 * @param charset of text that is no UTF-8
 */
record Reply(int code, List<byte[]> lines, Charset charset) {
    private static final int SHOWN = 500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    Reply {
        lines = List.copyOf(lines);
    }

    boolean isPreliminary() {
        return code < 200;
    }

    boolean isPositive() {
        return code >= 200 && code < 300;
    }

    boolean isIntermediate() {
        return code >= 300 && code < 400;
    }

    /** A command that the server does not know or does not have. */
    boolean isUnknownCommand() {
        return code == 500 || code == 502 || code == 504;
    }

    /** The same, when it is the command itself that is missing and not what it was asked for. */
    boolean isNoCommand() {
        return code == 500 || code == 502;
    }

    String line(int index) {
        return decode(lines.get(index));
    }

    /** All lines as one text for people: no control characters, at most 500 characters. */
    String text() {
        if (lines.size() == 1) {
            return shown(decode(lines.getFirst()));
        }
        var text = new StringBuilder();
        for (int i = 0; i < lines.size() && text.length() < SHOWN; i++) {
            text.append(text.isEmpty() ? "" : " ").append(decode(lines.get(i)).strip());
        }
        return shown(text.toString());
    }

    private static String shown(String text) {
        String clean = printable(text).strip();
        return clean.length() > SHOWN ? clean.substring(0, SHOWN) : clean;
    }

    /** With a blank for each control character. */
    static String printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                return CONTROL.matcher(text).replaceAll(" ");
            }
        }
        return text;
    }

    private static boolean isControl(int character) {
        return character < ' ' || character == 0x7F;
    }

    /** The problem that this reply is to a command, by its code alone. */
    ProblemException problem(String command) {
        return problem(FtpProblems.ofCode(code), command);
    }

    ProblemException problem(ProblemType type, String command) {
        return FtpProblems.replied(
                type, type.title() + " (" + command + ": " + code + "). " + type.advice(), code, text());
    }

    private String decode(byte[] bytes) {
        int all = 0;
        for (byte each : bytes) {
            all |= each;
        }
        if (all >= 0) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, charset);
        }
    }
}
