package io.polyport.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The small answer, about 100 bytes of JSON. */
final class Greeting {
    private Greeting() {}

    static Buffer to(String name, String caller) {
        return new JsonObject()
                .put("name", name)
                .put("caller", caller)
                .put("text", "a small answer, as most answers of services are")
                .put("length", 100)
                .toBuffer();
    }
}
