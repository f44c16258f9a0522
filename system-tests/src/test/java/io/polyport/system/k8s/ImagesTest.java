package io.polyport.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class ImagesTest {
    /** The Dockerfile's instructions with continued lines joined, comments left out. */
    private static List<String> instructions(String program) throws IOException {
        return Files.readString(Checkout.root().resolve(program).resolve("Dockerfile"))
                .replace("\\\n", " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static String one(String program, String word) throws IOException {
        var found = instructions(program).stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1).strip())
                .toList();
        return found.size() == 1 ? found.getFirst() : fail(word + " should stand once, but: " + found);
    }

    /** Source and target, without the flags before them. */
    private static List<String> copied(String program) throws IOException {
        return Arrays.stream(one(program, "COPY").split(" +"))
                .filter(part -> !part.startsWith("--"))
                .toList();
    }

    private static boolean matches(String pattern, String path) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(path));
    }

    /** The name that the shade plugin gives to the program's jar, out of the module's POM. */
    private static String builtJar(String program, String suffix) throws Exception {
        var pom = pom(Checkout.root().resolve(program).resolve("pom.xml"));
        var name = text(pom, "/project/artifactId") + "-" + text(pom, "/project/parent/version");
        return program + "/target/" + name + suffix + ".jar";
    }

    private static Document pom(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static String text(Document pom, String path) throws Exception {
        var text = XPathFactory.newInstance().newXPath().evaluate(path, pom);
        return text.isEmpty() ? fail("the POM has no " + path) : text;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ftp-service", "grpc-service", "odata-service"})
    @DisplayName("an image takes the program's jar as the build names it, and no other jar")
    void jar(String program) throws Exception {
        var pom = pom(Checkout.root().resolve(program).resolve("pom.xml"));
        var classifier = text(pom, "//plugin[artifactId='maven-shade-plugin']//shadedClassifierName");
        var source = copied(program).getFirst();
        assertThat(matches(source, builtJar(program, "-" + classifier))).isTrue();
        assertThat(matches(source, builtJar(program, ""))).isFalse();
        assertThat(matches(source, builtJar(program, "-tests"))).isFalse();
        assertThat(Files.readAllLines(Checkout.root().resolve(program).resolve("Dockerfile.dockerignore")))
                .contains("*", "!" + source);
        assertThat(Files.exists(Checkout.root().resolve(builtJar(program, "-" + classifier)))
                        || !Files.exists(Checkout.root().resolve(builtJar(program, ""))))
                .as("a packaged module has its program's jar")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ftp-service", "grpc-service", "odata-service"})
    @DisplayName(
            "SIGTERM reaches the program: its entry point has no shell in between, and starts the jar that was copied")
    void entryPoint(String program) throws Exception {
        var command = new JsonArray(one(program, "ENTRYPOINT"));
        assertThat(command)
                .isEqualTo(JsonArray.of("java", "-jar", copied(program).getLast()));
        assertThat(instructions(program)).noneMatch(line -> line.startsWith("CMD "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ftp-service", "grpc-service", "odata-service"})
    @DisplayName("an image runs as the user that the manifests run it as, and that is not root")
    void user(String program) throws Exception {
        var deployment = StrictModel.read(Files.readString(
                        Checkout.root().resolve("k8s/base").resolve(program).resolve("deployment.yaml")))
                .getFirst();
        var security = Manifests.pod((Deployment) deployment).getSecurityContext();
        assertThat(one(program, "USER")).isEqualTo(security.getRunAsUser() + ":" + security.getRunAsGroup());
        assertThat(security.getRunAsUser()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "ftp-service", "grpc-service", "odata-service"})
    @DisplayName("a Java runtime starts with the options of an image, and ends when its memory does")
    void options(String program) throws Exception {
        var options = Stream.of(one(program, "ENV"))
                .map(line -> line.replaceFirst("^.*JAVA_TOOL_OPTIONS=\"(.*)\"$", "$1"))
                .findFirst()
                .orElseThrow();
        assertThat(options).contains("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");
        var printed = Checkout.run(
                Checkout.root(),
                List.of("env", "JAVA_TOOL_OPTIONS=" + options, "java", "-XX:+PrintFlagsFinal", "-version"));
        assertThat(printed)
                .containsPattern("ExitOnOutOfMemoryError +:?= true")
                .containsPattern("UseSerialGC +:?= true")
                .containsPattern("MaxRAMPercentage +:?= 50\\.0");
    }
}
