package io.polyport.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnswerMessagesTest {
    private static final int LONG = 40_000;

    private final List<String> sent = new ArrayList<>();
    private final AnswerMessages messages = new AnswerMessages(new Slow());
    private int room;
    private boolean takesAtOnce;

    /** Has room for so many messages; when it takes them at once it asks for more while it is being given one. */
    private final class Slow implements AnswerMessages.Sink {
        @Override
        public boolean isFull() {
            return room == 0;
        }

        @Override
        public void message(Buffer whole) {
            add(whole.toString());
        }

        @Override
        public void fragment(Buffer piece, boolean first, boolean last) {
            add((first ? "<" : "") + piece + (last ? ">" : ""));
        }

        private void add(String message) {
            sent.add(message);
            if (takesAtOnce) {
                assertThat(messages.goOn())
                        .as("a part of it is still being sent")
                        .isFalse();
            } else if (room > 0) {
                room--;
            }
        }
    }

    private boolean give(String bytes) {
        messages.take(Buffer.buffer(bytes));
        return messages.goOn();
    }

    @Test
    @DisplayName("GW-3 lines for which there is no room wait, and none is lost, doubled or out of order")
    void waits() {
        room = 2;
        assertThat(give("a\nb\n\nc\nd\ne")).isFalse();
        assertThat(sent).containsExactly("a", "b");
        assertThat(messages.goOn()).isFalse();
        room = 1;
        assertThat(messages.goOn()).isFalse();
        assertThat(sent).containsExactly("a", "b", "c");
        room = 10;
        assertThat(messages.goOn()).isTrue();
        assertThat(give("f\ng")).isTrue();
        messages.end();
        assertThat(sent).containsExactly("a", "b", "c", "d", "ef", "g");
    }

    @Test
    @DisplayName("what is written at once asks for more meanwhile, which changes nothing")
    void atOnce() {
        room = 1;
        takesAtOnce = true;
        assertThat(give("a\nb\n" + "x".repeat(LONG))).isTrue();
        assertThat(give("y\nc\nd")).isTrue();
        messages.end();
        assertThat(sent).containsExactly("a", "b", "<" + "x".repeat(LONG), "y>", "c", "d");
    }

    @Test
    @DisplayName(
            "a line that is longer than a piece goes out in fragments as it comes, and ends with what is left of it")
    void fragments() {
        room = 10;
        assertThat(give("x".repeat(LONG))).isTrue();
        assertThat(give("y".repeat(LONG))).isTrue();
        assertThat(give("z")).isTrue();
        messages.end();
        assertThat(sent).containsExactly("<" + "x".repeat(LONG), "y".repeat(LONG), "z>");
    }
}
