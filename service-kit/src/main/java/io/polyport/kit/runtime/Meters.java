package io.polyport.kit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.backends.BackendRegistries;
import java.util.UUID;

/** The meters of one program: Vert.x', the JVM's and its parts' own, given out as Prometheus text. */
final class Meters {
    private final PrometheusMeterRegistry registry;
    private final MicrometerMetricsOptions options;
    private final JvmGcMetrics gc;

    private Meters(PrometheusMeterRegistry registry, MicrometerMetricsOptions options, JvmGcMetrics gc) {
        this.registry = registry;
        this.options = options;
        this.gc = gc;
    }

    static Meters create() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // A name of its own: Vert.x keeps registries by name for the whole process, and a test has several programs.
        var options = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName("polyport-" + UUID.randomUUID())
                .setNettyMetricsEnabled(true)
                // A lookup of meters per message and address; the parts count their calls themselves.
                .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS);
        BackendRegistries.setupBackend(options, registry);
        var gc = new JvmGcMetrics();
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return new Meters(registry, options, gc);
    }

    MeterRegistry registry() {
        return registry;
    }

    MicrometerMetricsOptions options() {
        return options;
    }

    /** Takes milliseconds: for a worker. */
    String scrape(String contentType) {
        return registry.scrape(contentType);
    }

    void close() {
        gc.close();
        BackendRegistries.stop(options.getRegistryName());
        registry.close();
    }
}
