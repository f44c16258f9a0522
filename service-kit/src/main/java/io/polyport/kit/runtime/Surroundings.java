package io.polyport.kit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;

/** What the parts of a program are built on; all of it is closed by the program, never by a part. */
public record Surroundings(Vertx vertx, Readiness readiness, MeterRegistry meters, Ending ending) {}
