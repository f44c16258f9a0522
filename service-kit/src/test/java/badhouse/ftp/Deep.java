package badhouse.ftp;

/** Holds a class that is two own classes deep. */
final class Deep {
    static class Bottom {}

    static class Middle extends Bottom {}

    static final class Top extends Middle {}
}
