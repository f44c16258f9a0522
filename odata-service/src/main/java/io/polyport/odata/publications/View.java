package io.polyport.odata.publications;

import io.polyport.odata.model.Model;
import io.polyport.odata.plan.Planner;

/** A part of a model that some callers see, and what plans their requests. */
public record View(Model model, Planner planner) {}
