package io.polyport.ftp.exchanges;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files of an exchange that can't be brought")
class SetbacksTest {
    private static Setbacks of(ProblemException... failures) {
        var setbacks = new Setbacks();
        List.of(failures).forEach(failure -> setbacks.note("a", failure, false));
        return setbacks;
    }

    @Test
    @DisplayName("hold up no other, and the first of them is told by its name")
    void goesOn() {
        var setbacks = new Setbacks();
        assertThat(setbacks.any()).isFalse();
        for (int i = 0; i < 100; i++) {
            setbacks.note("file-" + i, FtpProblems.DENIED.toException("No."), i > 0);
            assertThat(setbacks.goesOn()).isTrue();
        }
        assertThat(setbacks.areOnlyOfTheirOwn()).isFalse();
        assertThat(((ProblemException) setbacks.failure()).problem().detail())
                .isEqualTo("'file-0' failed: No. (So did 99 more.)");
    }

    @Test
    @DisplayName("end the look when the server can't be reached, and when it has ended three connections")
    void gone() {
        ProblemException timeout = FtpProblems.TIMEOUT.toException();
        assertThat(of(FtpProblems.CONNECT_REFUSED.toException()).goesOn()).isFalse();
        assertThat(of(timeout, FtpProblems.CONNECTION_LOST.toException()).goesOn())
                .isTrue();
        assertThat(of(timeout, FtpProblems.CONNECTION_LOST.toException(), timeout)
                        .goesOn())
                .isFalse();
    }

    @Test
    @DisplayName(
            "are no reason not to look for new ones when they were begun earlier, unless the server can't be reached")
    void goesOnWithNew() {
        ProblemException timeout = FtpProblems.TIMEOUT.toException();
        assertThat(of(timeout, timeout, timeout).goesOnWithNew()).isTrue();
        assertThat(of(FtpProblems.CONNECT_REFUSED.toException()).goesOnWithNew())
                .isFalse();
    }
}
