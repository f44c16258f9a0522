package io.polyport.grpc.calls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What stands in a record of a stream")
class RecordKindTest {
    @Test
    @DisplayName("follows Accept: NDJSON unless events or an array are asked for (GR-21)")
    void accept() {
        assertThat(RecordForm.Kind.of("")).isEqualTo(RecordForm.Kind.LINES);
        assertThat(RecordForm.Kind.of("*/*")).isEqualTo(RecordForm.Kind.LINES);
        assertThat(RecordForm.Kind.of("application/x-ndjson")).isEqualTo(RecordForm.Kind.LINES);
        assertThat(RecordForm.Kind.of("application/x-ndjson, application/json")).isEqualTo(RecordForm.Kind.LINES);
        assertThat(RecordForm.Kind.of("text/event-stream")).isEqualTo(RecordForm.Kind.EVENTS);
        assertThat(RecordForm.Kind.of("Application/JSON")).isEqualTo(RecordForm.Kind.ARRAY);
    }
}
