package io.polyport.odata.rows;

import java.util.OptionalLong;

/**
 * What a reading has found; valid while its work runs.
 *
 * @param count number of all entities, where it was asked for
 */
public record Found(OptionalLong count, Cursor rows) {}
