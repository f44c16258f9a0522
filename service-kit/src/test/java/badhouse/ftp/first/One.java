package badhouse.ftp.first;

/** Half of a cycle. */
public final class One {
    badhouse.ftp.second.Two two;
}
