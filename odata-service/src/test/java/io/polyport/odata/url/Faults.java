package io.polyport.odata.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polyport.odata.problem.ODataException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks of what a caller is told. */
final class Faults {
    private Faults() {}

    /** @param expected the inner code, the character or {@code -} where none is told, and a part of the English text */
    static void check(ThrowingCallable reading, String expected) {
        var parts = expected.split(" ", 3);
        var fault = catchThrowableOfType(ODataException.class, reading);
        assertThat(fault).as("it is refused").isNotNull();
        assertThat(fault.code().code()).as(fault.getMessage()).isEqualTo(Integer.parseInt(parts[0]));
        assertThat(fault.text("en")).contains(parts[2]);
        if (!parts[1].equals("-")) {
            assertThat(fault.text("en")).contains("character " + parts[1] + ":");
            assertThat(fault.text("ru")).contains("символ " + parts[1] + ":");
        }
        assertThat(fault.text("ru")).containsPattern("[а-яё]{3}").containsPattern("[.?]$");
        assertThat(fault.text("en")).doesNotContainPattern("[а-яё]{12}").containsPattern("[.?]$");
        assertThat(fault.text("en").length() + fault.text("ru").length()).isLessThan(1200);
    }
}
