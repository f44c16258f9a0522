package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.access.Caller;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenSectionTest {
    private static final Planner PLANNER = planner("""
            documents:
              Д:
                sections:
                  Строки:
                    attributes: {Сумма: "number(15,2)"}
                  Другие:
                    attributes: {Сумма: "number(15,2)"}
            access:
              - scopes: clerk
                objects: Document_Д
                hidden: Строки
              - scopes: boss
                objects: Document_Д
            """);

    private static Planner planner(String yaml) {
        var model = ModelReader.read("test.yaml", yaml);
        return new Planner(
                model, model, ReadLimits.defaults(), condition -> UrlParser.condition(condition, Limits.defaults()));
    }

    private static Plan plan(String scope, String path) {
        return PLANNER.plan(
                UrlParser.parse(path, "", Limits.defaults()), new Caller(Set.of(scope), Map.of(), Map.of(), "ru"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("OD-64: a hidden tabular section is no set of its own either")
    @ValueSource(
            strings = {
                "/Document_Д_Строки",
                "/Document_Д_Строки/$count",
                "/Document_Д_Строки(Ref_Key=guid'de300000-0000-4000-8000-000000000001',LineNumber=1)"
            })
    void refused(String path) {
        assertThatThrownBy(() -> plan("clerk", path))
                .isInstanceOfSatisfying(
                        ODataException.class,
                        refusal -> assertThat(refusal.code().code()).isEqualTo(20));
        assertThat(plan("boss", path)).isNotNull();
        assertThat(plan("clerk", path.replace("Строки", "Другие"))).isNotNull();
    }
}
