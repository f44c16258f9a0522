package badhouse.odata;

/** In another module. */
public final class Neighbour {}
