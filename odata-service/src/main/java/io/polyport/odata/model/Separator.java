package io.polyport.odata.model;

/**
 * A value that parts all data: each table has the column, each statement asks for the caller's value (GW-8).
 *
 * @param name as the publication calls it
 */
public record Separator(String name, ScalarType type, Column column) {}
