package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tokens that are no three parts of right JSON, and requests with more or less than one token. */
final class FormAttacks {
    private static final String NESTED = "[".repeat(60) + "]".repeat(60);

    private final AttackTokens table;
    private final Forge forge;

    FormAttacks(AttackTokens table, Forge forge) {
        this.table = table;
        this.forge = forge;
    }

    void add() {
        parts();
        encodings();
        json();
        severalTokens();
    }

    private void parts() {
        table.add(
                "no signature part",
                Refusal.MALFORMED,
                forge.good().substring(0, forge.good().lastIndexOf('.')));
        table.add(
                "an empty signature part",
                Refusal.MALFORMED,
                forge.good().substring(0, forge.good().lastIndexOf('.') + 1));
        table.add("nothing at all", Refusal.MALFORMED, "");
        table.add("two dots", Refusal.MALFORMED, "..");
        table.add("five parts", Refusal.MALFORMED, forge.good() + ".AAAA.AAAA");
        table.add("four parts", Refusal.MALFORMED, forge.good() + ".AAAA");
    }

    private void encodings() {
        var good = forge.good();
        var start = good.substring(0, good.lastIndexOf('.') + 1);
        var signature = good.substring(good.lastIndexOf('.') + 1);
        table.add("padded signature", Refusal.MALFORMED, good + "==");
        table.add("padded header", Refusal.MALFORMED, good.replaceFirst("\\.", "=."));
        table.add(
                "non-canonical last character",
                Refusal.MALFORMED,
                good.substring(0, good.length() - 1) + nextOf(good.charAt(good.length() - 1)));
        table.add("space at the end", Refusal.MALFORMED, good + " ");
        table.add("space at the start", Refusal.MALFORMED, " " + good);
        table.add("line break inside", Refusal.MALFORMED, start + "\r\n" + signature);
        table.add("base64 instead of base64url", Refusal.MALFORMED, start + signature.substring(1) + "+/");
        table.add("a character outside ASCII", Refusal.MALFORMED, start + signature.substring(1) + "я");
        table.add("a NUL", Refusal.MALFORMED, good + "\0");
        table.add(
                "changed claims",
                Refusal.SIGNATURE,
                good.replaceFirst(
                        "\\.[^.]+\\.",
                        "." + Forge.encode(claims().put("sub", "root").encode()) + "."));
        for (var size : List.of(17, 64, 1024)) {
            table.add(
                    size + " KiB",
                    Refusal.TOO_LARGE,
                    token(header(), claims().put("x", "x".repeat(size * 1024)), table.right));
        }
    }

    /** The same six bits of content and another value in the two that do not count. */
    private static char nextOf(char last) {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(last) ^ 1);
    }

    private void json() {
        var head = header().encode();
        var body = claims().encode();
        table.rawHeader("alg twice", head.replaceFirst("\\{", "{\"alg\":\"none\","));
        table.rawHeader("kid twice", head.replaceFirst("\\{", "{\"kid\":\"other\","));
        table.rawHeader("header an array", "[" + head + "]");
        table.rawHeader("header null", "null");
        table.rawHeader("header with a mark at the start", "\uFEFF" + head);
        table.rawHeader("header with something after it", head + "{}");
        table.rawClaims("sub twice", body.replaceFirst("\\{", "{\"sub\":\"root\","));
        table.rawClaims("sub twice, once escaped", body.replaceFirst("\\{", "{\"\\\\u0073ub\":\"root\","));
        table.rawClaims("a nested member twice", body.replaceFirst("\\{", "{\"a\":{\"b\":1,\"b\":2},"));
        table.rawClaims("claims an array", "[" + body + "]");
        table.rawClaims("claims a string", "\"sub\"");
        table.rawClaims("claims empty text", " ");
        table.rawClaims("NaN", body.replaceFirst("\\{", "{\"x\":NaN,"));
        table.rawClaims("a comment", body.replaceFirst("\\{", "{/* x */"));
        table.rawClaims("single quotes", body.replace('"', '\''));
        table.rawClaims("a trailing comma", body.replaceFirst("\\}$", ",}"));
        table.rawClaims("something after the end", body + "x");
        table.rawClaims("a mark at the start", "\uFEFF" + body);
        table.rawClaims("deep nesting", body.replaceFirst("\\{", "{\"x\":" + NESTED + ","));
        table.rawClaims("an unpaired surrogate", body.replaceFirst("\\{", "{\"x\":\"\\\\ud800\","));
        table.rawClaims("a number of 1,000 digits", body.replaceFirst("\\{", "{\"x\":" + "9".repeat(1000) + ","));
        table.rawClaims("a number beyond a double", body.replaceFirst("\\{", "{\"x\":1e400,"));
        var overlong = body.getBytes(StandardCharsets.ISO_8859_1);
        overlong[2] = (byte) 0xC0;
        overlong[3] = (byte) 0xAF;
        table.add(
                "overlong UTF-8",
                Refusal.MALFORMED,
                Forge.signed(Forge.encode(head) + "." + Forge.encode(overlong), table.right));
    }

    private void severalTokens() {
        var good = forge.good();
        table.request("two headers", Refusal.SEVERAL, List.of("Bearer " + good, "Bearer " + good), null, false);
        table.request("two headers, the second empty", Refusal.SEVERAL, List.of("Bearer " + good, ""), null, false);
        table.request(
                "joined by a comma", Refusal.SEVERAL, List.of("Bearer " + good + ", Bearer " + good), null, false);
        table.request(
                "header and AccessToken", Refusal.SEVERAL, List.of("Bearer " + good), "AccessToken=" + good, true);
        table.request(
                "header and AccessToken where none is allowed",
                Refusal.SEVERAL,
                List.of("Bearer " + good),
                "a=b&AccessToken=x",
                false);
        table.request("header and access_token", Refusal.SEVERAL, List.of("Bearer " + good), "access_token=x", false);
        table.request(
                "header and an escaped AccessToken",
                Refusal.SEVERAL,
                List.of("Bearer " + good),
                "%41ccessToken=x",
                false);
        table.request(
                "AccessToken twice", Refusal.SEVERAL, List.of(), "AccessToken=" + good + "&AccessToken=" + good, true);
        table.request("AccessToken where none is allowed", Refusal.MISSING, List.of(), "AccessToken=" + good, false);
        table.request("nothing", Refusal.MISSING, List.of(), null, false);
        table.request("another scheme", Refusal.MISSING, List.of("Basic dXNlcjpwYXNzd29yZA=="), null, false);
        table.request("no scheme", Refusal.MISSING, List.of(good), null, false);
        table.request("a scheme that begins alike", Refusal.MISSING, List.of("Bearer2 " + good), null, false);
    }
}
