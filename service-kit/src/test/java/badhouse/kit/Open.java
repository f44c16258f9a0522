package badhouse.kit;

/** Open to all. */
public final class Open {}
