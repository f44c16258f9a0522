package badhouse.ftp;

/** Breaks no rule. */
final class Good {
    badhouse.kit.Open open;
}
