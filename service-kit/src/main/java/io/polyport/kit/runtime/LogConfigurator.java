package io.polyport.kit.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Sets logging up wherever the kit is on the class path: one JSON line per event on standard output, or text with
 * {@code POLYPORT_LOG_FORMAT=text}; level of our own code from {@code POLYPORT_LOG_LEVEL}. A configuration file of
 * Logback's own, named by {@code -Dlogback.configurationFile}, goes before it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final Map<String, Level> LEVELS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.INFO,
            "org.infinispan",
            Level.WARN,
            "org.jgroups",
            Level.WARN,
            "io.netty",
            Level.WARN,
            "io.vertx.ext.cluster",
            Level.WARN,
            "org.apache.ftpserver",
            Level.WARN,
            "com.zaxxer.hikari",
            Level.WARN,
            "org.flywaydb",
            Level.WARN,
            "org.apache.mina",
            Level.WARN,
            // Netty's meters are bound once per event loop group, and each time but the first is a warning.
            "io.micrometer",
            Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        setUp(context, System.getenv());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void setUp(LoggerContext context, Map<String, String> environment) {
        var encoder = new LineEncoder(!"text".equals(environment.get("POLYPORT_LOG_FORMAT")));
        encoder.setContext(context);
        encoder.start();
        var console = new GatheringAppender(encoder, ConsoleTarget.SystemOut.getStream());
        console.setContext(context);
        console.setName("stdout");
        console.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        var own = Level.toLevel(environment.get("POLYPORT_LOG_LEVEL"), Level.INFO);
        context.getLogger("io.polyport").setLevel(own);
        // The access log.
        context.getLogger("polyport").setLevel(own);
    }
}
