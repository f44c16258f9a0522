package badhouse.ftp;

/** Sleeps. */
final class Sleeper {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
