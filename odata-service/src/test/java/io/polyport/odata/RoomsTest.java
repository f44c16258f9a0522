package io.polyport.odata;

import io.polyport.kit.fixtures.HouseRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RoomsTest {
    @Test
    @DisplayName("the module keeps the rules of the house")
    void rules() {
        HouseRules.of("io.polyport.odata").check();
    }
}
