package io.polyport.grpc.transcoding;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A string, or what stands in JSON without quotes: a number, true, false, null. */
record JsonScalar(String text, boolean quoted) {
    void write(JsonGenerator json) throws IOException {
        if (quoted) {
            json.writeString(text);
        } else {
            json.writeRawValue(text);
        }
    }
}
