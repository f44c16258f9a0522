package io.polyport.system.odata;

import static io.polyport.system.odata.OdataProcesses.CLERK;
import static io.polyport.system.odata.OdataProcesses.NORTH;
import static io.polyport.system.odata.OdataProcesses.READER;
import static io.polyport.system.odata.OdataProcesses.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers of a publication get, who leave as they like, while the programs stay. */
@DisplayName("A publication of a gateway and an OData service as processes")
class OdataPublicationIT {
    private static final String SOUTH = "юг";
    private static final String LARGE = "large";
    private static final int LARGE_ROWS = 300_000;
    private static final Duration CANCELLED = Duration.ofSeconds(1);

    @TempDir
    static Path folder;

    private static GoodsBase base;
    private static OdataProcesses programs;

    @BeforeAll
    static void start() {
        base = GoodsBase.start().fill(NORTH, 3, 0).fill(SOUTH, 5, 0).fill(LARGE, LARGE_ROWS, 0);
        // Both compilers, as in the images: the first one alone has no fast AES, and many MiB go over TLS.
        programs = new OdataProcesses(folder, base, 1, "-XX:TieredStopAtLevel=4").start();
    }

    @AfterAll
    static void stop() {
        if (programs != null) {
            programs.close();
        }
        if (base != null) {
            base.close();
        }
    }

    private static int count(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonArray("value").size();
    }

    @Test
    @DisplayName(
            "GW-12, GW-13: a JWT, a password and a token in the query each read an area's goods, those of no other")
    void waysIn() {
        String goods = OdataProcesses.goods(NORTH, "$format=json");
        String password = Base64.getEncoder()
                .encodeToString((OdataProcesses.USER + ":" + OdataProcesses.PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(count(programs.get(goods, programs.bearer(CLERK)))).isEqualTo(3);
        assertThat(count(programs.get(goods, "Authorization: Basic " + password)))
                .isEqualTo(3);
        String token = programs.token(CLERK, OdataProcesses.SCOPE);
        var answer = programs.get(goods + "&AccessToken=" + token);
        assertThat(count(answer)).isEqualTo(3);
        assertThat(answer.body()).doesNotContain(token);
        assertThat(programs.gateway().process().output()
                        + programs.services().getFirst().process().output())
                .doesNotContain(token);
    }

    @Test
    @DisplayName(
            "GW-8: the area stands in the path, in returned URLs too, and decides over the rows, of entities as well")
    void separators() {
        var south = programs.get(OdataProcesses.goods(SOUTH, "$format=json"), programs.bearer(READER));
        assertThat(count(south)).isEqualTo(5);
        assertThat(new JsonObject(south.body()).getString("odata.metadata"))
                .startsWith("http://127.0.0.1:" + programs.port() + OdataProcesses.url(SOUTH, "/$metadata"));
        String fifth = "/" + Goods.SET + "(guid'" + Goods.row(SOUTH, 5, 0).get("Ref_Key") + "')?$format=json";
        assertThat(programs.get(OdataProcesses.url(SOUTH, fifth), programs.bearer(READER))
                        .statusCode())
                .isEqualTo(200);
        told(programs.get(OdataProcesses.url(NORTH, fifth), programs.bearer(READER)), 404, "9");
        assertThat(count(programs.get(OdataProcesses.goods("nowhere", "$format=json"), programs.bearer(READER))))
                .isZero();
    }

    @Test
    @DisplayName(
            "GW-8, OD-29: a clerk of one area who asks for another is told of a missing right, and so who lacks the"
                    + " scope")
    void rights() {
        told(programs.get(OdataProcesses.goods(SOUTH, "$format=json"), programs.bearer(CLERK)), 401, "20");
        told(
                programs.get(
                        OdataProcesses.goods(NORTH, "$format=json"),
                        "Authorization: Bearer " + programs.token(CLERK, "ftp:read")),
                401,
                "20");
        var stranger = programs.get(OdataProcesses.goods(NORTH, "$format=json"));
        told(stranger, 401, "20");
        assertThat(stranger.headers().allValues("www-authenticate"))
                .anyMatch(way -> way.startsWith("Bearer"))
                .anyMatch(way -> way.startsWith("Basic"));
    }

    @ParameterizedTest(name = "OD-30: {0}")
    @ValueSource(strings = {"$format=json", "$format=atom"})
    @DisplayName("OD-30: errors of the service and of the gateway have OData's form, in the format that was asked for")
    void errors(String format) {
        String reader = programs.bearer(READER);
        told(programs.get(OdataProcesses.url(NORTH, "/Catalog_None?" + format), reader), 404, "8");
        told(programs.get(OdataProcesses.goods(NORTH, "$top=x&" + format), reader), 400, "14");
        told(programs.get(OdataProcesses.goods(NORTH, format), programs.bearer("nobody")), 401, "20");
        told(programs.get(OdataProcesses.goods(NORTH, format), "Authorization: Bearer x.y.z"), 401, "20");
        told(programs.get("/trade//odata/standard.odata/" + format.replace('$', '?'), reader), 404, "8");
    }

    /** The error's inner code, and some words with it. */
    private static void told(HttpResponse<String> answer, int status, String code) {
        String body = answer.body();
        String type = answer.headers().firstValue("content-type").orElse("");
        assertThat(answer.statusCode()).as(body).isEqualTo(status);
        if (type.startsWith("application/json")) {
            var error = new JsonObject(body).getJsonObject("odata.error");
            assertThat(error.getString("code")).as(body).isEqualTo(code);
            assertThat(error.getJsonObject("message").getString("value")).isNotBlank();
        } else {
            assertThat(type).startsWith("application/xml");
            assertThat(body).contains("<m:code>" + code + "</m:code>").contains("<m:message>");
        }
    }

    /** Reads a whole answer. */
    private interface Parser {
        Goods.Content read(InputStream body) throws Exception;
    }

    private static Goods.Content read(String format, Parser parser) throws Exception {
        String select = String.join(",", Goods.PROPERTIES);
        long began = System.nanoTime();
        var answer = programs.open(
                OdataProcesses.goods(LARGE, "$select=" + select + "&$format=" + format), programs.bearer(READER));
        assertThat(answer.statusCode()).isEqualTo(200);
        try (var body = answer.body()) {
            var content = parser.read(body);
            say("%d rows as %s in %d ms", content.rows(), format, since(began));
            return content;
        }
    }

    @Test
    @DisplayName("OD-60, OD-61: 300,000 rows come out of 64 MiB of heap as the table has them, row for row, in JSON and"
            + " Atom")
    void whole() throws Exception {
        var content = base.content(LARGE);
        assertThat(content.rows()).isEqualTo(LARGE_ROWS);
        assertThat(read("json", ReadGoods::json)).isEqualTo(content);
        assertThat(read("atom", ReadGoods::atom)).isEqualTo(content);
    }

    @Test
    @DisplayName("OD-60: a caller who leaves in the middle of a set ends its statement in the database within a second")
    void leavesInTheMiddle() throws Exception {
        cancelled(() -> {
            try (var reader = programs.reader(LARGE)) {
                Eventually.value(SOON, "the statement runs", base::working, sessions -> sessions.size() == 1);
                return leave(reader);
            }
        });
    }

    @Test
    @DisplayName("OD-60: a caller who leaves before the first row ends the statement that still runs within a second")
    void leavesBeforeTheFirstRow() throws Exception {
        cancelled(() -> {
            try (var lock = base.lock();
                    var reader = SlowReader.get(
                            programs.port(),
                            OdataProcesses.goods(NORTH, "$format=json"),
                            1 << 20,
                            programs.bearer(READER))) {
                assertThat(lock.isClosed()).isFalse();
                Eventually.value(SOON, "the statement runs", base::working, sessions -> sessions.size() == 1);
                var took = leave(reader);
                assertThat(reader.received()).isZero();
                return took;
            }
        });
    }

    /** Once more when the machine may have stood still. */
    private static void cancelled(Callable<Duration> leaving) throws Exception {
        Duration fastest = leaving.call();
        for (int again = 0; again < 2 && fastest.compareTo(CANCELLED) >= 0; again++) {
            fastest = leaving.call();
        }
        assertThat(fastest).isLessThan(CANCELLED);
    }

    /** The time until the statement is gone. */
    private static Duration leave(SlowReader reader) {
        long left = System.nanoTime();
        reader.close();
        Eventually.value(SOON, "nothing is at work in the database", base::working, List::isEmpty);
        long took = System.nanoTime() - left;
        say("the statement was gone %d ms after the caller", TimeUnit.NANOSECONDS.toMillis(took));
        Eventually.holds(
                SOON,
                "its turn is given back",
                () -> OdataProcesses.running(programs.services().getFirst()) == 0);
        return Duration.ofNanos(took);
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format stands in this class
    private static void say(String format, Object... values) {
        System.out.println("measured: " + format.formatted(values));
    }

    private static long since(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
