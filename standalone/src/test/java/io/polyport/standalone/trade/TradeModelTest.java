package io.polyport.standalone.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.ObjectKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeModelTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("OD-1: the demo's model is right and has objects of every kind")
    void everyKind() {
        var model = TradeModel.read(TradeModel.unpack(folder.resolve("model")));
        assertThat(model.objects().stream().map(ModelObject::kind).collect(Collectors.toSet()))
                .isEqualTo(Set.of(ObjectKind.values()));
    }

    @Test
    @DisplayName("every object has a name in Russian and in English, constants and all")
    void twoLanguages() {
        var model = TradeModel.read(TradeModel.unpack(folder));
        assertThat(model.objects())
                .allSatisfy(object -> assertThat(object.synonym().byLanguage()).containsOnlyKeys("ru", "en"));
    }

    @Test
    @DisplayName("the model's files are put over those of an earlier program")
    void putOver() throws Exception {
        Files.writeString(folder.resolve("goods.yaml"), "of an earlier time");
        TradeModel.unpack(folder);
        assertThat(folder.resolve("goods.yaml")).content().startsWith("catalogs:");
    }
}
