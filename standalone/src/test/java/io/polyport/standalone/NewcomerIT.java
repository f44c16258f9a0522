package io.polyport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import io.polyport.standalone.trade.TradeBase;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes with Polyport, as the README and the greeting tell them. */
class NewcomerIT {
    /** The first start makes the demo's data. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final String FIRST = "first";
    private static final String BASE = "odata-demo.mv.db";

    /** Where the demo's data was made once, for the starts that are no first ones. */
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeDemo() {
        TradeBase.ensure(made);
    }

    private JavaProcess start(String name, String... more) throws IOException {
        List<Integer> ports = FreePorts.of(3);
        Path data = Files.createDirectories(folder.resolve(name));
        if (!name.equals(FIRST)) {
            Files.copy(made.resolve(BASE), data.resolve(BASE));
        }
        Path config = Files.writeString(folder.resolve(name + ".yaml"), """
                gateway:
                  http: {port: %d}
                  https: {port: %d}
                  data-folder: %s
                runtime:
                  management: {port: %d}
                """.formatted(
                        ports.get(0), ports.get(1), folder.resolve(name), ports.get(2)));
        var arguments = new java.util.ArrayList<>(List.of("--config", config.toString()));
        arguments.addAll(List.of(more));
        return JavaProcess.of(Standalone.class)
                .named(name)
                .environment("POLYPORT_LOG_FORMAT", "text")
                .environment("POLYPORT_LOG_LEVEL", "warn")
                .arguments(arguments.toArray(String[]::new))
                .start();
    }

    private static List<String> greeted(JavaProcess polyport) {
        polyport.awaitLine("the greeting's end", START, line -> line.contains("Stop it with Ctrl-C"));
        return polyport.output()
                .lines()
                .filter(line -> line.strip().startsWith("curl"))
                .toList();
    }

    /** What the shell prints for a line, as a person would run it. */
    private String shell(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(false)
                .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(line).isZero();
        return out;
    }

    @Test
    @DisplayName("GW-17 the lines that the first start prints list, download, upload and delete as they stand")
    void greetingsLinesWork() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        Files.writeString(folder.resolve("README.md"), "Something to upload\n");
        try (JavaProcess polyport = start(FIRST)) {
            List<String> lines = greeted(polyport);
            assertThat(lines).hasSize(7);
            assertThat(shell(lines.get(0))).contains("\"welcome.txt\"", "Обмен");
            assertThat(shell(lines.get(1))).startsWith("You have read a file");
            assertThat(shell(lines.get(1) + " -s -i -r 1000000-"))
                    .contains("416", "ftp.range-not-satisfiable")
                    .containsPattern("(?i)content-range: bytes \\*/[1-9][0-9]*\r?\n");
            assertThat(shell(lines.get(2))).contains("\"verified\"");
            assertThat(shell(lines.get(0))).contains("notes.md");
            assertThat(shell(lines.get(3))).isEmpty();
            assertThat(shell(lines.get(0))).doesNotContain("notes.md");
            assertThat(shell(lines.get(4))).contains("\"article\":\"teapot\"", "\"unitPrice\":\"");
            assertThat(shell(lines.get(6))).contains("\"Catalog_Товары\"", "\"Document_РасходТовара_Товары\"");
            assertThat(shell(lines.get(5)).lines()).hasSize(4).last().asString().startsWith("{\"status\":{\"code\":0");
        }
    }

    /** The commands of the README's first block for the shell, each with the lines that belong to it. */
    private static List<String> readme() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path readme = Files.isRegularFile(here.resolve("README.md")) ? here : here.getParent();
        String text = Files.readString(readme.resolve("README.md"));
        String block = text.substring(text.indexOf("```sh\n") + 6);
        return block.substring(0, block.indexOf("```"))
                .replace("|\n", "| ")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The README's commands that are there to show how a failure looks, and the status that each ends with. */
    private static int status(String command) {
        if (command.contains("9999")) {
            return 400;
        }
        return command.contains("Grpc-Timeout: 1S") ? 504 : 200;
    }

    @Test
    @DisplayName("GR-20 GR-21 GR-22 every line of the README's 'Try it' works as it stands")
    void readmesLinesWork() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        Files.writeString(folder.resolve("README.md"), "Something to upload\n");
        try (JavaProcess polyport = start("readme")) {
            greeted(polyport);
            Matcher ports = Pattern.compile("port: (\\d+)").matcher(Files.readString(folder.resolve("readme.yaml")));
            List<String> numbers = ports.results().map(port -> port.group(1)).toList();
            var names = new StringBuilder("curl() { command curl -sS -w '\\n%{http_code}' \"$@\"; }\n");
            var answers = new HashMap<String, String>();
            for (String line : readme()) {
                String command = line.replace("127.0.0.1:8080", "127.0.0.1:" + numbers.getFirst())
                        .replace("127.0.0.1:8081", "127.0.0.1:" + numbers.getLast())
                        .replace("polyport-data/", folder.resolve("readme") + "/");
                if (command.matches("[A-Z]+=.*")) {
                    names.append(command).append('\n');
                    continue;
                }
                String answer = shell(names + command);
                int told = Integer.parseInt(answer.substring(answer.lastIndexOf('\n') + 1));
                assertThat(told < 300 ? 200 : told).as(command + "\n" + answer).isEqualTo(status(command));
                answers.put(command, answer);
            }
            assertShop(answers);
            assertTrade(answers);
        }
    }

    /** What the only command with these words was answered. */
    private static String answer(Map<String, String> answers, String words) {
        var found = answers.keySet().stream()
                .filter(command -> command.contains(words))
                .toList();
        assertThat(found).as(words).hasSize(1);
        return answers.get(found.getFirst());
    }

    private static void assertShop(Map<String, String> answers) {
        assertThat(answer(answers, "$SHOP/GetPrice")).contains("\"quantity\":3");
        assertThat(answer(answers, "\"stops\":5").lines().limit(6))
                .hasSize(6)
                .last()
                .asString()
                .startsWith("{\"status\":{\"code\":0");
        assertThat(answer(answers, "text/event-stream"))
                .contains("event: message\ndata: {", "\"DELIVERED\"", "event: status\ndata: {");
        assertThat(answer(answers, "\"quantity\":6")).contains("\"lines\":2", "\"pieces\":\"8\"");
        assertThat(answer(answers, "--http2-prior-knowledge").lines().limit(3))
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"verdict\":"),
                        second -> assertThat(second).contains("\"verdict\":\"DEAL\""),
                        last -> assertThat(last).startsWith("{\"status\":{\"code\":0"));
        assertThat(answer(answers, "$GRPC/process")).contains("\"DEAL\"", "\"ended\":\"status\"", "\"sent\":2");
        assertThat(answer(answers, "9999"))
                .contains("grpc.status-failed-precondition", "google.rpc.ErrorInfo", "OUT_OF_STOCK");
        assertThat(answer(answers, "Grpc-Timeout")).contains("grpc.status-deadline-exceeded");
        assertThat(answer(answers, "$GRPC/http/v1")).contains("\"article\":\"teapot\"");
    }

    private static void assertTrade(Map<String, String> answers) {
        assertThat(answer(answers, "$ODATA/?")).contains("\"InformationRegister_КурсыВалют\"");
        assertThat(answer(answers, "startswith(Description,'М')").split("\"DataVersion\"", -1))
                .hasSize(4);
        assertThat(answer(answers, "$expand=Контрагент")).contains("\"Контрагент\": {", "\"Товары\": [");
        assertThat(answer(answers, "SliceLast()")).contains("\"Курс\": ");
        assertThat(answer(answers, "$count")).containsPattern("^1[0-9]{3}\n200$");
    }

    @Test
    @DisplayName(
            "GW-17 GW-36 two copies run side by side, keep their secrets to their owner, and leave with 0 on SIGTERM")
    void twoCopies() throws Exception {
        try (JavaProcess one = start("one");
                JavaProcess two = start("two")) {
            greeted(one);
            greeted(two);
            for (String name : List.of("one", "two")) {
                for (String file : List.of("dev-token", "dev-key.jwk", "dev-password")) {
                    Path secret = folder.resolve(name).resolve(file);
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                            .isEqualTo("rw-------");
                    assertThat(one.output() + two.output())
                            .doesNotContain(Files.readString(secret).strip());
                }
            }
            one.terminate();
            assertThat(one.awaitExit(Duration.ofMinutes(1))).isZero();
            assertThat(two.isAlive()).isTrue();
        }
    }

    @Test
    @DisplayName("GW-2 with an issuer of one's own the house starts, without the demo publication")
    void ownIssuer() throws Exception {
        Path issuer =
                Files.writeString(folder.resolve("own.yaml"), """
                gateway:
                  identity:
                    issuers:
                      - {issuer: mine, audiences: [polyport], algorithms: [HS256], keys: {secret: '%s'}}
                """.formatted("a secret of a test, 32 bytes or more"));
        try (JavaProcess polyport = start("issuer", "--config", issuer.toString())) {
            Matcher ports = Pattern.compile("port: (\\d+)").matcher(Files.readString(folder.resolve("issuer.yaml")));
            String management =
                    ports.results().map(port -> port.group(1)).toList().getLast();
            var ready = URI.create("http://127.0.0.1:" + management + "/health/ready")
                    .toURL();
            Eventually.holds(START, "the house is ready", () -> polyport.isAlive() && status(ready) == 200);
        }
    }

    private static int status(URL url) {
        try {
            return ((HttpURLConnection) url.openConnection()).getResponseCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    @Test
    @DisplayName("GW-37 a configuration with three mistakes names all three with their lines, and nothing starts")
    void threeMistakes() throws Exception {
        Path config = Files.writeString(folder.resolve("wrong.yaml"), """
                gateway:
                  http:
                    prot: 8080
                  timeout: soon
                ftp:
                  connections:
                    Archive: {host: ftp.example.org}
                """);
        try (JavaProcess polyport = JavaProcess.of(Standalone.class)
                .arguments("--config", config.toString())
                .start()) {
            assertThat(polyport.awaitExit(START)).isEqualTo(2);
            assertThat(polyport.output())
                    .contains("gateway.http.prot", "wrong.yaml:3", "gateway.timeout", "wrong.yaml:4")
                    .contains("connections.Archive");
        }
    }
}
