package io.polyport.grpc.schema;

import io.polyport.kit.config.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The usual settings with some changed. */
final class Settings {
    private Optional<Path> compiler = Optional.empty();
    private int files = 2000;
    private long bytes = 16 << 20;
    private long fileBytes = 4 << 20;
    private int declarations = 300_000;
    private Duration compileTimeout = Duration.ofSeconds(20);
    private int kept = 200;
    private long keptBytes = 128 << 20;
    private Duration failuresKept = Duration.ofMinutes(1);
    private Duration reflectionTimeout = Duration.ofSeconds(15);
    private long memory = 1 << 30;

    Settings compiler(Path path) {
        compiler = Optional.of(path);
        return this;
    }

    Settings files(int most) {
        files = most;
        return this;
    }

    Settings bytes(long most, long mostOfFile) {
        bytes = most;
        fileBytes = mostOfFile;
        keptBytes = Math.max(keptBytes, most);
        return this;
    }

    Settings declarations(int most) {
        declarations = most;
        return this;
    }

    Settings compileTimeout(Duration time) {
        compileTimeout = time;
        return this;
    }

    Settings memory(long most) {
        memory = most;
        return this;
    }

    Settings kept(int most, long mostBytes) {
        kept = most;
        keptBytes = mostBytes;
        bytes = Math.min(bytes, mostBytes);
        fileBytes = Math.min(fileBytes, bytes);
        return this;
    }

    Settings failuresKept(Duration time) {
        failuresKept = time;
        return this;
    }

    Settings reflectionTimeout(Duration time) {
        reflectionTimeout = time;
        return this;
    }

    SchemaSettings settings() {
        return new SchemaSettings(
                compiler,
                files,
                new ByteSize(bytes),
                new ByteSize(fileBytes),
                declarations,
                compileTimeout,
                new ByteSize(memory),
                2,
                kept,
                new ByteSize(keptBytes),
                failuresKept,
                reflectionTimeout,
                Duration.ofMinutes(5));
    }
}
