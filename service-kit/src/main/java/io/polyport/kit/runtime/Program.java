package io.polyport.kit.runtime;

import java.util.List;
import java.util.function.Function;

/**
 * What a {@code main} gives to be run.
 *
 * @param name as the command is called
 * @param summary one sentence for {@code --help}
 * @param config the record of its configuration
 * @param settings where in the configuration the runtime's own settings are
 * @param vertx local or clustered
 * @param parts builds them, in the order of their start; several programs' parts may stand in one list
 */
public record Program<C extends Record>(
        String name,
        String summary,
        Class<C> config,
        Function<C, RuntimeSettings> settings,
        VertxStart<C> vertx,
        Parts<C> parts) {

    /** Builds the parts of a program; must not wait, may throw when the configuration cannot work. */
    @FunctionalInterface
    public interface Parts<C> {
        List<Part> build(C config, Surroundings surroundings);
    }

    /** The version that the build wrote into the jar. */
    String version() {
        return version(config);
    }

    /** The version of the jar that a class came in; {@code development} for classes in a folder. */
    public static String version(Class<?> of) {
        var version = of.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
