package io.polyport.gateway.http;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.polyport.gateway.identity.QueryTokens;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of every request what became of it: one line in the access log, and the metrics (GW-35). */
public final class Observer {
    private static final Logger ACCESS = LoggerFactory.getLogger("polyport.access");

    private final MeterRegistry meters;
    private final Map<Tags, Timer> requests = new ConcurrentHashMap<>();
    private final Map<Tags, Timer> heads = new ConcurrentHashMap<>();
    private final Map<Tags, DistributionSummary> received = new ConcurrentHashMap<>();
    private final Map<Tags, DistributionSummary> sent = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight;

    public Observer(MeterRegistry meters) {
        this.meters = meters;
        this.inFlight = new AtomicInteger();
        Gauge.builder("polyport.requests.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that this gateway is working on")
                .register(meters);
    }

    /** What became of one request. {@code how} is {@code complete}, {@code broken-off} or {@code abandoned}. */
    record Outcome(int status, String code, String how, long bytesIn, long bytesOut, long headNanos, long nanos) {}

    /** One request and its outcome. */
    record Report(
            String method,
            String path,
            String service,
            String operation,
            String instance,
            String subject,
            String requestId,
            String remote,
            String protocol,
            int status,
            String code,
            String outcome,
            long bytesIn,
            long bytesOut,
            long headNanos,
            long nanos) {
        static Report of(
                HttpServerRequest request, Admission admission, String requestId, String instance, Outcome outcome) {
            return new Report(
                    request.method().name(),
                    QueryTokens.maskedIn(admission.path()),
                    admission.service(),
                    admission.operation(),
                    instance,
                    admission.subject(),
                    requestId,
                    request.remoteAddress() == null
                            ? ""
                            : request.remoteAddress().hostAddress(),
                    request.version().alpnName(),
                    outcome.status(),
                    outcome.code(),
                    outcome.how(),
                    outcome.bytesIn(),
                    outcome.bytesOut(),
                    outcome.headNanos(),
                    outcome.nanos());
        }
    }

    void begun() {
        inFlight.incrementAndGet();
    }

    void ended(Report report) {
        inFlight.decrementAndGet();
        Tags operation = Tags.of("service", report.service(), "operation", report.operation());
        requests.computeIfAbsent(
                        operation.and("status", Integer.toString(report.status()), "outcome", report.outcome()),
                        tags -> Timer.builder("polyport.requests")
                                .description("Requests, from their first byte to the last of the answer")
                                .publishPercentileHistogram()
                                .tags(tags)
                                .register(meters))
                .record(Duration.ofNanos(report.nanos()));
        if (report.headNanos() > 0) {
            heads.computeIfAbsent(
                            operation,
                            tags -> Timer.builder("polyport.bus.head")
                                    .description("From the call on the bus to the head of its answer")
                                    .publishPercentileHistogram()
                                    .tags(tags)
                                    .register(meters))
                    .record(Duration.ofNanos(report.headNanos()));
        }
        summary(received, "polyport.received", operation).record((double) report.bytesIn());
        summary(sent, "polyport.sent", operation).record((double) report.bytesOut());
        log(report);
    }

    private DistributionSummary summary(Map<Tags, DistributionSummary> kept, String name, Tags operation) {
        return kept.computeIfAbsent(
                operation,
                tags -> DistributionSummary.builder(name)
                        .description("Body bytes per request")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(meters));
    }

    private static void log(Report report) {
        ACCESS.atInfo()
                .addKeyValue("method", report.method())
                .addKeyValue("path", report.path())
                .addKeyValue("status", report.status())
                .addKeyValue("code", report.code())
                .addKeyValue("outcome", report.outcome())
                .addKeyValue("service", report.service())
                .addKeyValue("operation", report.operation())
                .addKeyValue("instance", report.instance())
                .addKeyValue("subject", report.subject())
                .addKeyValue("requestId", report.requestId())
                .addKeyValue("remote", report.remote())
                .addKeyValue("protocol", report.protocol())
                .addKeyValue("bytesIn", report.bytesIn())
                .addKeyValue("bytesOut", report.bytesOut())
                .addKeyValue("millis", report.nanos() / 1_000_000)
                .log("request");
    }
}
