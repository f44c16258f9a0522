package badhouse.ftp;

/** Knows the gateway. */
final class Doorkeeper {
    badhouse.gateway.Gateway gateway;
}
