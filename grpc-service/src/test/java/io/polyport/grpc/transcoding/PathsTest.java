package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.problem.Problem;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PathsTest {
    private static final String MESSAGES = """
            message R { string a = 1; string b = 2; int32 n = 3; Sub sub = 4; repeated string list = 5; map<string, string> map = 6;
              oneof pick { string left = 7; string right = 8; } }
            message Sub { string x = 1; R r = 2; }
            """;

    /** Methods named A, B, C … with these rules. */
    private static Rest rules(String... rules) {
        var source = new StringBuilder(MESSAGES).append("service S {");
        for (int i = 0; i < rules.length; i++) {
            source.append("rpc M")
                    .append(i)
                    .append("(R) returns (R) { [google.api.http] { ")
                    .append(rules[i])
                    .append(" } }\n");
        }
        return Rest.of(source.append("}").toString());
    }

    private static String words(String rule) {
        var faults = rules(rule).bindings().faults();
        assertThat(faults).as(rule).hasSize(1);
        assertThat(faults.getFirst().service()).isEqualTo("t.S");
        assertThat(faults.getFirst().method()).isEqualTo("M0");
        return faults.getFirst().words();
    }

    private static void nowhere(Rest rest, String path) {
        assertThat(rest.problem("GET", path).type()).as(path).isEqualTo(TranscodingProblems.NO_SUCH_PATH);
    }

    @Test
    @DisplayName("GR-29: a star takes exactly one segment that is not empty, two stars any number of them")
    void wildcards() {
        var rest = rules("get: '/one/*/end'", "get: '/any/**'", "get: '/v/{a=**}'");
        assertThat(rest.call("GET", "/one/x/end")).isEqualTo("M0");
        nowhere(rest, "/one//end");
        nowhere(rest, "/one/end");
        nowhere(rest, "/one/x/y/end");
        nowhere(rest, "/one/x/end/");
        assertThat(rest.call("GET", "/any")).isEqualTo("M1");
        assertThat(rest.call("GET", "/any/")).isEqualTo("M1");
        assertThat(rest.call("GET", "/any/a/b//c")).isEqualTo("M1");
        nowhere(rest, "/anything");
        assertThat(rest.json("GET", "/v", "")).isEqualTo("{\"a\":\"\"}");
        assertThat(rest.json("GET", "/v/x//y/", "")).isEqualTo("{\"a\":\"x//y/\"}");
        nowhere(rest, "");
        nowhere(rest, "/");
        nowhere(rest, "one/x/end");
    }

    @Test
    @DisplayName("GR-29: a verb follows the last colon; a path without that verb goes on as it stands")
    void verbs() {
        var rest = rules(
                "post: '/v1/{a}:archive' body: '*'",
                "get: '/v1/{a=books/**}:read'",
                "get: '/v1/{a}'",
                "get: '/v1/books/{b}'",
                "get: '/fixed:now'",
                "get: '/a:b/{a}'");
        assertThat(rest.json("POST", "/v1/2:archive", "")).isEqualTo("{\"a\":\"2\"}");
        assertThat(rest.json("POST", "/v1/x:y:archive", "")).isEqualTo("{\"a\":\"x:y\"}");
        assertThat(rest.call("GET", "/v1/books/1/pages/2:read")).isEqualTo("M1 a: \"books/1/pages/2\"");
        assertThat(rest.call("GET", "/v1/books/1:read")).isEqualTo("M1 a: \"books/1\"");
        assertThat(rest.call("GET", "/v1/books/1:other")).isEqualTo("M3 b: \"1:other\"");
        assertThat(rest.call("GET", "/v1/x%3Aread")).isEqualTo("M2 a: \"x:read\"");
        assertThat(rest.call("GET", "/v1/2:archive")).isEqualTo("M2 a: \"2:archive\"");
        assertThat(rest.call("GET", "/fixed:now")).isEqualTo("M4");
        assertThat(rest.call("GET", "/fixed:%6eow")).isEqualTo("M4");
        assertThat(rest.call("GET", "/a:b/c")).isEqualTo("M5 a: \"c\"");
        nowhere(rest, "/fixed");
    }

    @Test
    @DisplayName(
            "literals come before one star, that before two, from left to right, in whatever order they are declared")
    void precedence() {
        var rest = rules(
                "get: '/{a=**}'",
                "get: '/x/{a}/{b}'",
                "get: '/x/{a}/lit'",
                "get: '/x/y/{a}'",
                "get: '/x/y/lit'",
                "get: '/x/{a=**}/end'",
                "get: '/x/{a=**}/very/end'");
        assertThat(rest.call("GET", "/x/y/lit")).isEqualTo("M4");
        assertThat(rest.call("GET", "/x/y/z")).isEqualTo("M3 a: \"z\"");
        assertThat(rest.call("GET", "/x/q/lit")).isEqualTo("M2 a: \"q\"");
        assertThat(rest.call("GET", "/x/q/z")).isEqualTo("M1 a: \"q\" b: \"z\"");
        assertThat(rest.call("GET", "/x/q/z/w")).isEqualTo("M0 a: \"x/q/z/w\"");
        assertThat(rest.call("GET", "/x/q/z/end")).isEqualTo("M5 a: \"q/z\"");
        assertThat(rest.call("GET", "/x/q/z/very/end")).isEqualTo("M6 a: \"q/z\"");
        assertThat(rest.call("GET", "/")).isEqualTo("M0");
    }

    @Test
    @DisplayName("a way that ends in nothing is left again for one that is less exact")
    void backtracking() {
        var rest = rules(
                "get: '/a/b/c/d'", "get: '/a/{a}/c/e'", "get: '/{a}/b/c/f'", "post: '/a/b/c/g'", "get: '/a/b/c/{a}'");
        assertThat(rest.call("GET", "/a/b/c/d")).isEqualTo("M0");
        assertThat(rest.call("GET", "/a/b/c/g"))
                .as("the literal is of POST only")
                .isEqualTo("M4 a: \"g\"");
        assertThat(rest.call("GET", "/a/x/c/e")).isEqualTo("M1 a: \"x\"");
        assertThat(rest.call("GET", "/x/b/c/f")).isEqualTo("M2 a: \"x\"");
    }

    @Test
    @DisplayName("GR-29: custom kinds are HTTP methods; a star is any of them, after the one itself")
    void custom() {
        var rest = rules(
                "custom: { kind: '*' path: '/any/{a}' }",
                "custom: { kind: 'HEAD' path: '/any/{a}' }",
                "custom: { kind: 'PURGE' path: '/cache' }");
        assertThat(rest.call("DELETE", "/any/1")).isEqualTo("M0 a: \"1\"");
        assertThat(rest.call("HEAD", "/any/1")).isEqualTo("M1 a: \"1\"");
        assertThat(rest.call("PURGE", "/cache")).isEqualTo("M2");
    }

    @Test
    @DisplayName("GR-29: a path that only other HTTP methods have is 405 and names them, an unknown one is 404")
    void otherMethod() {
        var rest = rules("post: '/x/{a}'", "put: '/x/{a}'", "delete: '/x/y'", "get: '/x/{a}:go'");
        Problem problem = rest.problem("GET", "/x/y");
        assertThat(problem.status()).isEqualTo(405);
        assertThat(problem.headers()).extracting(Object::toString).containsExactly("allow=DELETE, POST, PUT");
        assertThat(rest.problem("PATCH", "/x/y:go").headers())
                .extracting(Object::toString)
                .containsExactly("allow=GET, POST, PUT");
        assertThat(rest.problem("GET", "/y").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("GR-29: an annotation that can't work is told with its method, and the others work without it")
    void faults() {
        assertThat(words("get: 'v1'")).contains("does not begin with '/'");
        assertThat(words("get: '/v1/{a'")).contains("'{' without '}'");
        assertThat(words("get: '/v1/{a}x'")).contains("fills its segment alone");
        assertThat(words("get: '/v1/x{a}'")).contains("can't stand");
        assertThat(words("get: '/v1/{a={b}}'")).contains("can't stand");
        assertThat(words("get: '/v1/{}'")).contains("no name of a field");
        assertThat(words("get: '/v1/{a}/{a}'")).contains("twice");
        assertThat(words("get: '/v1//x'")).contains("empty segment");
        assertThat(words("get: '/v1/x/'")).contains("empty segment");
        assertThat(words("get: '/v1/x:'")).contains("empty segment or verb");
        assertThat(words("get: '/v1/**/*'")).contains("after '**'");
        assertThat(words("get: '/v1/{a=**}/{b}'")).contains("after '**'");
        assertThat(words("get: '/v1/{c}'")).contains("variable 'c'").contains("no field of t.R");
        assertThat(words("get: '/v1/{list}'")).contains("repeated");
        assertThat(words("get: '/v1/{map}'")).contains("repeated or a map");
        assertThat(words("get: '/v1/{sub}'")).contains("is a message");
        assertThat(words("get: '/v1/{a.x}'")).contains("has no fields");
        assertThat(words("get: '/v1/{left}/{right}'")).contains("oneof 'pick'");
        assertThat(words("get: '/v1?a={a}'")).contains("'?'");
        assertThat(words("get: '/v1/%zz'")).contains("percent escape");
        assertThat(words("get: '/v1' body: '*'")).contains("GET");
        assertThat(words("post: '/v1' body: 'nothing'")).contains("body 'nothing'");
        assertThat(words("post: '/v1' body: 'sub.x'")).contains("body 'sub.x'");
        assertThat(words("get: '/v1' response_body: 'nothing'")).contains("response_body");
        assertThat(words("body: '*'")).contains("no path");
        assertThat(words("custom: { kind: 'A B' path: '/x' }")).contains("custom kind");
        assertThat(words("get: '/v1' additional_bindings { get: '/v2' additional_bindings { get: '/v3' } }"))
                .contains("additional bindings itself");
        assertThat(words(IntStream.rangeClosed(0, 15)
                        .mapToObj(i -> "additional_bindings { custom: { kind: 'M" + i + "' path: '/x' } }")
                        .collect(Collectors.joining(" ", "get: '/x' ", ""))))
                .contains("more than 16 HTTP methods");
        var rest = rules("get: '/same/{a}'", "get: '/same/{b}'", "get: '/{a'", "post: '/same/{b}'");
        assertThat(rest.bindings().faults()).extracting(BindingFault::method).containsExactly("M1", "M2");
        assertThat(rest.bindings().all()).hasSize(2);
        assertThat(rest.call("GET", "/same/1")).isEqualTo("M0 a: \"1\"");
        assertThat(rest.call("POST", "/same/1")).isEqualTo("M3 b: \"1\"");
    }

    @Test
    @DisplayName("what a variable takes has to fit its field, and every one that does not is named")
    void misfits() {
        var rest = rules("get: '/v/{n}/{a}/{sub.x}'");
        assertThat(rest.json("GET", "/v/-7/a%00b/x", ""))
                .isEqualTo("{\"n\":-7,\"a\":\"a\\u0000b\",\"sub\":{\"x\":\"x\"}}");
        assertThat(rest.faultyFields("GET", "/v/2147483648/%ff/%4?b=%", ""))
                .containsExactly("path:n", "path:a", "path:sub.x", "query:b");
        assertThat(rest.problem("GET", "/v/x/a/b").detail()).contains("'path:n' has to be a whole number");
    }

    @Test
    @DisplayName("whatever the templates and paths are, the outcome is a call or a problem")
    void fuzz() {
        var random = new Random(29);
        String[] pieces = {
            "/", "/", "/", "*", "**", "{a}", "{b=**}", "{n}", "{sub.x=k/*}", ":", "v", "k", "%2F", "%", "{", "}", "="
        };
        for (int round = 0; round < 2000; round++) {
            var rules = new String[1 + random.nextInt(8)];
            for (int i = 0; i < rules.length; i++) {
                rules[i] = "get: '/" + text(random, pieces, 8) + "'";
            }
            var rest = rules(rules);
            assertThat(rest.bindings().all().size() + rest.bindings().faults().size())
                    .isEqualTo(rules.length);
            for (int i = 0; i < 20; i++) {
                tryOut(rest, "/" + text(random, new String[] {"/", "/", "v", "k", "%2F", "%", ":", "1", "%ff"}, 10));
            }
        }
    }

    private static String text(Random random, String[] pieces, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static void tryOut(Rest rest, String path) {
        try {
            assertThat(rest.json("GET", path, "")).startsWith("{");
        } catch (io.polyport.kit.problem.ProblemException problem) {
            assertThat(problem.problem().status()).isBetween(400, 499);
        }
    }

    @Test
    @DisplayName("templates made to have every way tried cost no more than they are long")
    void pathological() {
        var rules = new String[1 << 12];
        for (int i = 0; i < rules.length; i++) {
            var rule = new StringBuilder("get: '");
            for (int bit = 0; bit < 12; bit++) {
                rule.append((i >> bit & 1) == 0 ? "/a" : "/*");
            }
            rules[i] = rule + "/x" + i + "'";
        }
        for (int i = 0; i < 1000; i++) {
            rules[i] = "get: '/a/**/a" + "/a".repeat(i % 12) + "/x" + i + "'";
        }
        var rest = rules(rules);
        assertThat(rest.bindings().faults()).isEmpty();
        String path = "/a".repeat(12) + "/none";
        String long1 = "/a".repeat(100_000);
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 200; i++) {
                nowhere(rest, path);
            }
            nowhere(rest, long1);
        });
    }

    @Test
    @DisplayName("GR-29: HEAD finds what GET does, and its own before that")
    void head() {
        var rest = rules("get: '/a/{a}'", "custom: { kind: 'HEAD' path: '/a/own' }", "post: '/b' body: '*'");
        assertThat(rest.call("HEAD", "/a/x")).isEqualTo("M0 a: \"x\"");
        assertThat(rest.call("HEAD", "/a/own")).isEqualTo("M1");
        assertThat(rest.problem("HEAD", "/b").extensions()).containsEntry("allow", "POST");
    }

    @Test
    @DisplayName(
            "GR-31 annotations that are made to fill the memory are left out: bindings of one method, segments of all")
    void tooMany() {
        var one = rules("get: '/first' " + "additional_bindings { get: '/a' }".repeat(1_200));
        assertThat(one.bindings().all()).hasSize(2);
        assertThat(one.bindings().faults())
                .hasSize(1000)
                .first()
                .extracting(BindingFault::words)
                .asString()
                .contains("more than 1000");
        var many = new String[2_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "get: '/" + i + "/a".repeat(62) + "'";
        }
        var long1 = rules(many);
        assertThat(long1.bindings().all()).hasSize(100_000 / 64);
        assertThat(long1.bindings().faults().getFirst().words()).contains("too long");
    }
}
