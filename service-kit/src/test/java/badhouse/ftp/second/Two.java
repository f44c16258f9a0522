package badhouse.ftp.second;

/** Half of a cycle. */
public final class Two {
    badhouse.ftp.first.One one;
}
