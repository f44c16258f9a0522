package badhouse.kit;

/** The kit knows a service. */
final class Curious {
    badhouse.odata.Neighbour neighbour;
}
