package badhouse.ftp;

/** Knows another service. */
final class Neighbourly {
    badhouse.odata.Neighbour neighbour;
}
