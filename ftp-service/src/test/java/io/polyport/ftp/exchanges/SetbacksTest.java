package io.polyport.ftp.exchanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files of an exchange that can't be brought")
class SetbacksTest {
    @Test
    @DisplayName("hold up no other, and the first of them is told by its name")
    void goesOn() {
        var setbacks = new Setbacks();
        assertThat(setbacks.any()).isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(setbacks.note("file-" + i, FtpProblems.DENIED.toException("No.")))
                    .isTrue();
        }
        assertThat(((ProblemException) setbacks.failure()).problem().detail())
                .isEqualTo("'file-0' failed: No. (So did 99 more.)");
    }

    @Test
    @DisplayName("end the look when the server can't be reached, and when it has ended three connections")
    void gone() {
        assertThat(new Setbacks().note("a", FtpProblems.CONNECT_REFUSED.toException()))
                .isFalse();
        var setbacks = new Setbacks();
        assertThat(setbacks.note("a", FtpProblems.TIMEOUT.toException())).isTrue();
        assertThat(setbacks.note("b", FtpProblems.CONNECTION_LOST.toException()))
                .isTrue();
        assertThat(setbacks.note("c", FtpProblems.TIMEOUT.toException())).isFalse();
    }
}
