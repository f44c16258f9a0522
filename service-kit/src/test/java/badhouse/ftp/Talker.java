package badhouse.ftp;

/** Writes to the standard stream. */
final class Talker {
    void talk() {
        System.out.println("hello");
    }
}
