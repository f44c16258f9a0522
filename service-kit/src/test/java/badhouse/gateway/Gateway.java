package badhouse.gateway;

/** In another module. */
public final class Gateway {}
