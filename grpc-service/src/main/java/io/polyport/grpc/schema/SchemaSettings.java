package io.polyport.grpc.schema;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How schemas are made of what callers and servers give, within which limits, and how long they are kept. */
public record SchemaSettings(
        @Doc("The protoc that reads .proto texts; empty: the one that is packed into this program.")
        Optional<Path> compiler,

        @Doc("Most files of one schema.") @Default("2000") int files,

        @Doc("Most bytes of one schema: all texts together, or the descriptors.") @Default("16MiB")
        ByteSize bytes,

        @Doc("Most bytes of one file.") @Default("4MiB") ByteSize fileBytes,

        @Doc("Most declarations of one schema: messages, fields, enums and their values, services, methods.")
        @Default("300000")
        int declarations,

        @Doc("The compiler is ended when it takes longer.") @Default("20s")
        Duration compileTimeout,

        @Doc("Most memory of one compiler, where the machine can limit it (prlimit).") @Default("1GiB")
        ByteSize compilerMemory,

        @Doc("Compilers at the same time, and threads that link what they give.") @Default("2")
        int compilers,

        @Doc("Schemas that are kept, so that the same content is compiled once.") @Default("200")
        int kept,

        @Doc("Most memory of the schemas that are kept, roughly.") @Default("128MiB")
        ByteSize keptBytes,

        @Doc("So long the same broken content is refused without a compiler being started for it.") @Default("1m")
        Duration failuresKept,

        @Doc("Until a server has told all its descriptors.") @Default("15s")
        Duration reflectionTimeout,

        @Doc("So long a server's descriptors are used before it is asked again.") @Default("5m")
        Duration reflectionKept) {
    public SchemaSettings {
        Rules.of()
                .between("files", files, 1, 100_000)
                .that(bytes.bytes() >= 1 << 10 && bytes.bytes() <= 1 << 28, "bytes", "must be 1KiB to 256MiB")
                .that(
                        fileBytes.bytes() >= 1 << 10 && fileBytes.compareTo(bytes) <= 0,
                        "file-bytes",
                        "must be at least 1KiB, and at most bytes")
                .between("declarations", declarations, 1, 100_000_000)
                .positive("compile-timeout", compileTimeout)
                .that(compilerMemory.bytes() >= 64 << 20, "compiler-memory", "must be at least 64MiB")
                .between("compilers", compilers, 1, 64)
                .between("kept", kept, 1, 100_000)
                .that(keptBytes.compareTo(bytes) >= 0, "kept-bytes", "must be at least as much as bytes")
                .positive("failures-kept", failuresKept)
                .positive("reflection-timeout", reflectionTimeout)
                .positive("reflection-kept", reflectionKept)
                .done();
    }

    public static SchemaSettings defaults() {
        return new SchemaSettings(
                Optional.empty(),
                2000,
                new ByteSize(16 << 20),
                new ByteSize(4 << 20),
                300_000,
                Duration.ofSeconds(20),
                new ByteSize(1 << 30),
                2,
                200,
                new ByteSize(128 << 20),
                Duration.ofMinutes(1),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5));
    }
}
