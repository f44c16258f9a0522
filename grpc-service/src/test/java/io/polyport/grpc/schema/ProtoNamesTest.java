package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtoNamesTest {
    @ParameterizedTest(name = "{index}: {0}")
    @DisplayName("GR-3 a name that could be a way out, an option or another file is refused")
    @ValueSource(
            strings = {
                "", ".proto/", "/a.proto", "../a.proto", "a/../b.proto", "a/./b.proto", "a//b.proto", "a\\b.proto",
                "C:\\a.proto", "C:a.proto", "a\0.proto", "a\n-Ib.proto", "-o.proto", "@a.proto", "a\r.proto",
                        "a*.proto",
                "a:1:1.proto", "a.txt", "файл.proto", "a/ b.proto", "a /b.proto", "a\t.proto", "%2e%2e/a.proto"
            })
    void refused(String name) {
        assertThatThrownBy(() -> ProtoNames.check(List.of(name)))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().code()).isEqualTo("grpc.proto-name");
                    assertThat(refused.problem().errors())
                            .extracting(Problem.FieldError::field)
                            .containsExactly("protos/" + name);
                });
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("ordinary names are taken")
    @ValueSource(
            strings = {"a.proto", "a/b/c.proto", "_a-b+c~1.2.proto", "a b/c d.proto", "...proto/x.proto", "A/.b.proto"})
    void taken(String name) {
        assertThat(ProtoNames.fault(name)).isEmpty();
        ProtoNames.check(List.of(name));
    }

    @Test
    @DisplayName("GR-3 names that are too long, or that no file system has both of, are refused with all their faults")
    void together() {
        String longest = "a".repeat(249) + ".proto";
        assertThat(ProtoNames.fault(longest)).isEmpty();
        assertThat(ProtoNames.fault("a" + longest)).isPresent();

        assertThatThrownBy(() -> ProtoNames.check(
                        List.of("a.proto", "A.proto", "b.proto", "b.proto/c.proto", "d.proto", "/e.proto", "d.proto")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactly(
                                        "protos/A.proto", "protos/b.proto", "protos//e.proto", "protos/d.proto"));
    }
}
