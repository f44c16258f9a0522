package badhouse.ftp;

/** As deep as is allowed. */
final class Shallow {
    static class Bottom {}

    static final class Top extends Bottom {}

    /** Exceptions may be deeper. */
    static class Fault extends RuntimeException {}

    static class SpecialFault extends Fault {}

    static final class VerySpecialFault extends SpecialFault {}
}
