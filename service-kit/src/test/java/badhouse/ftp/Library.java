package badhouse.ftp;

/** Knows the protocol's library outside its adapter. */
final class Library {
    badlibrary.Protocol client;
}
