package io.polyport.odata.publications;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.Model;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Kept descriptions of models")
final class DescriptionsTest {
    private final Descriptions kept = new Descriptions(100);
    private int made;

    private static View view() {
        return new View(new Model(List.of(), List.of(), List.of(), List.of(), List.of()), null);
    }

    private Future<Buffer> ask(View view, int bytes) {
        return kept.of(view, () -> {
            made++;
            return Future.succeededFuture(Buffer.buffer(new byte[bytes]));
        });
    }

    @Test
    @DisplayName("are not larger than allowed together; those that were not asked for longest go")
    void bounded() {
        View a = view();
        View b = view();
        ask(a, 40);
        ask(b, 40);
        ask(a, 40);
        assertThat(made).isEqualTo(2);

        ask(view(), 40);

        assertThat(kept.bytes()).isEqualTo(80);
        ask(a, 40);
        assertThat(made).isEqualTo(3);
        ask(b, 40);
        assertThat(made).isEqualTo(4);
    }

    @Test
    @DisplayName("may be one alone that is larger, until another is made")
    void large() {
        View large = view();
        ask(large, 1_000);
        ask(large, 1_000);
        assertThat(made).isEqualTo(1);

        ask(view(), 10);

        assertThat(kept.bytes()).isEqualTo(10);
    }

    @Test
    @DisplayName("are made once for all who ask meanwhile, and again after a failure")
    void once() {
        View view = view();
        Promise<Buffer> first = Promise.promise();
        var waiting = kept.of(view, first::future);
        assertThat(ask(view, 1)).isSameAs(waiting);
        assertThat(made).isZero();

        first.fail("broken");

        assertThat(ask(view, 1).succeeded()).isTrue();
        assertThat(made).isEqualTo(1);
    }
}
