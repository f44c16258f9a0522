package io.polyport.kit.runtime;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The process-wide part of logging, done once by a program's main. */
final class Logs {
    private Logs() {}

    /** Sends java.util.logging and Vert.x to SLF4J, and exceptions that end a thread to the log. */
    static void setUp() {
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        var log = LoggerFactory.getLogger(Logs.class);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> log.atError()
                .setCause(e)
                .addKeyValue("dead-thread", thread.getName())
                .log("an exception ended a thread"));
    }

    /** Writes what is still queued, at most two seconds; nothing is logged after it. */
    static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
