package io.polyport.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
    record Holder(
            @Doc("The key.") Secret key,
            @Doc("Not used.") @Default("1") int other) {}

    @TempDir
    private Path folder;

    private Holder load(String yaml, Map<String, String> environment) throws Exception {
        return ConfigLoader.load(Holder.class, List.of(Files.writeString(folder.resolve("c.yaml"), yaml)), environment);
    }

    @Test
    @DisplayName("GW-37 a secret comes from text, from a value key, from a file or from the environment")
    void ways() throws Exception {
        var file = Files.writeString(folder.resolve("key"), "from file\n");
        assertThat(load("key: plain", Map.of()).key().reveal()).isEqualTo("plain");
        assertThat(load("key: {value: plain}", Map.of()).key().reveal()).isEqualTo("plain");
        assertThat(load("key: {file: " + file + "}", Map.of()).key().reveal()).isEqualTo("from file");
        assertThat(load("key: plain", Map.of("KEY", "variable")).key().reveal()).isEqualTo("variable");
        assertThat(load("", Map.of("KEY_FILE", file.toString())).key().reveal()).isEqualTo("from file");
    }

    @Test
    @DisplayName("a later file's secret replaces the earlier one's, whatever form each has")
    void replaced() throws Exception {
        var early = Files.writeString(folder.resolve("early.yaml"), "key: {file: /nowhere}");
        var late = Files.writeString(folder.resolve("late.yaml"), "key: {value: late}");
        assertThat(ConfigLoader.load(Holder.class, List.of(early, late), Map.of())
                        .key()
                        .reveal())
                .isEqualTo("late");
    }

    @Test
    @DisplayName("GW-37 a secret is never printed: not by toString, a record, JSON, a dump or a report")
    void neverPrinted() throws Exception {
        var holder = load("key: hunter2", Map.of());
        assertThat(holder.key().toString()).isEqualTo("****");
        assertThat(holder.toString()).doesNotContain("hunter2");
        assertThatThrownBy(() -> new JsonObject().put("key", holder.key()).encode())
                .hasMessageNotContaining("hunter2");
        assertThat(ConfigDump.toYaml(holder)).doesNotContain("hunter2").contains("key: \"****\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "key: [hunter2]",
                "key: {value: hunter2, file: /x}",
                "key: {valu: hunter2}",
                "key: {value: [hunter2]}",
                "key: {value: {a: hunter2}}",
                "ky: hunter2",
                "key: 'hunter2"
            })
    @DisplayName("GW-37 no report about a wrong secret shows it")
    void faultsKeepQuiet(String yaml) {
        var failure = catchThrowableOfType(ConfigException.class, () -> load(yaml, Map.of()));
        assertThat(failure).isNotNull().hasMessageNotContaining("hunter2");
    }

    @Test
    @DisplayName("GW-37 an empty secret, an absent or empty file and the mask of a dump are faults")
    void unusable() throws Exception {
        var empty = Files.writeString(folder.resolve("empty"), "\n");
        for (var yaml :
                List.of("key: ''", "key:", "key: '****'", "key: {file: /no/such/file}", "key: {file: " + empty + "}")) {
            var failure = catchThrowableOfType(ConfigException.class, () -> load(yaml, Map.of()));
            assertThat(failure).as(yaml).isNotNull();
            assertThat(failure.faults()).as(yaml).hasSize(1);
        }
    }

    @Test
    @DisplayName("both KEY and KEY_FILE set is a fault")
    void both() {
        var failure =
                catchThrowableOfType(ConfigException.class, () -> load("", Map.of("KEY", "hunter2", "KEY_FILE", "/x")));
        assertThat(failure).hasMessageContaining("KEY is set too").hasMessageNotContaining("hunter2");
    }

    @Test
    @DisplayName("the password in a URL is masked in a report about the URL")
    void urlPassword() {
        record Url(@Doc("x") int url) {}
        var failure = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.load(Url.class, List.of(), Map.of("URL", "ftp://me:hunter2@host/")));
        assertThat(failure).hasMessageContaining("ftp://me:****@host/");
    }
}
