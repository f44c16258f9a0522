package io.polyport.kit.runtime;

import java.util.Locale;
import java.util.regex.Pattern;

/** Takes out of a text what must never be logged: tokens, passwords, credentials in URLs. The last net, not the first. */
public final class Masking {
    public static final String MASK = "****";

    private static final Pattern HEADER =
            Pattern.compile("(?i)\\b((?:proxy-)?authorization\"?\\s*[:=]\\s*\"?)[^\\r\\n\",}\\]]+");
    private static final Pattern SCHEME = Pattern.compile(
            "\\b((?i:Bearer|Basic|Digest|Negotiate))\\s+(?=[a-z]*[0-9A-Z=._~+/-])" + "[A-Za-z0-9._~+/=-]{6,}");
    private static final Pattern NAMED = Pattern.compile("(?i)((?:access|refresh|id)?[_-]?(?:token|ticket)"
            + "|[a-z_.-]*(?:passw(?:or)?d|passphrase|pwd|secret|api[_-]?key))(\"?\\s*=\\s*\"?|\"\\s*:\\s*\"?)"
            + "[^\\s\"&;,}\\]]+");
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)\\b(passw(?:or)?d|passphrase|pwd)(\\s*:\\s*)[^\\s\"&;,}\\]]+");
    private static final Pattern FTP_PASS = Pattern.compile("\\b(PASS|pass)\\s[^\\r\\n]+");
    private static final Pattern JWT =
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*){1,3}");
    private static final Pattern TICKET = Pattern.compile("\\b(polyport\\.ticket\\.)[A-Za-z0-9_-]+");
    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@?#]*):[^/\\s@?#]*@");

    private Masking() {}

    /** The same text with {@code ****} in the place of each secret that can be told by its form. */
    public static String mask(String text) {
        if (!mayHoldSecret(text)) {
            return text;
        }
        var masked = HEADER.matcher(text).replaceAll("$1" + MASK);
        masked = SCHEME.matcher(masked).replaceAll("$1 " + MASK);
        masked = JWT.matcher(masked).replaceAll(MASK);
        masked = TICKET.matcher(masked).replaceAll("$1" + MASK);
        masked = NAMED.matcher(masked).replaceAll("$1$2" + MASK);
        masked = PASSWORD.matcher(masked).replaceAll("$1$2" + MASK);
        masked = FTP_PASS.matcher(masked).replaceAll("$1 " + MASK);
        return URL_PASSWORD.matcher(masked).replaceAll("$1:" + MASK + "@");
    }

    /** Each form above has a colon, an equals sign or white space in it, or the beginning of a JWT or ticket: most values have none. */
    private static boolean mayHoldSecret(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == ':' || c == '=') {
                return true;
            }
        }
        return text.contains("eyJ") || text.contains("polyport.ticket.");
    }

    /** Whether a value under this name is secret whatever its form. */
    static boolean isSecretName(String name) {
        var plain = withoutSeparators(name).toLowerCase(Locale.ROOT);
        return plain.endsWith("password")
                || plain.endsWith("secret")
                || plain.endsWith("token")
                || plain.endsWith("authorization")
                || plain.endsWith("passphrase")
                || plain.equals("cookie")
                || plain.endsWith("apikey");
    }

    private static String withoutSeparators(String name) {
        var letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-' && c != '_' && c != '.') {
                letters.append(c);
            }
        }
        return letters.toString();
    }
}
