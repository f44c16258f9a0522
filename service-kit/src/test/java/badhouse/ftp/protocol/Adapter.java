package badhouse.ftp.protocol;

/** May know the library. */
final class Adapter {
    badlibrary.Protocol client;
}
