package io.polyport.system.grpc;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The .proto files of gRPC's interop tests, as they lie in the jar of grpc-java's interop server. */
final class TestProtos {
    private static final List<String> NAMES =
            List.of("grpc/testing/test.proto", "grpc/testing/messages.proto", "grpc/testing/empty.proto");

    private TestProtos() {}

    /** Name to text, as a connection takes them. */
    static JsonObject texts() {
        var texts = new JsonObject();
        NAMES.forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    /** Writes them below a folder. */
    static Path into(Path folder) {
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text(name));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return folder;
    }

    private static String text(String name) {
        try (var in = TestProtos.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
