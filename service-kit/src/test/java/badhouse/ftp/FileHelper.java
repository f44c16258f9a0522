package badhouse.ftp;

/** Named for nothing. */
final class FileHelper {}
