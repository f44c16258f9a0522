package io.polyport.ftp.exchanges;

/** The work has to end without another write: the claim is lost, or the process leaves. Another instance goes on. */
final class Stopped extends RuntimeException {
    Stopped() {
        super("the exchange goes on elsewhere, or later", null, false, false);
    }
}
