package badlibrary;

/** Stands for a protocol's library. */
public final class Protocol {}
