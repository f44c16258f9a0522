package io.polyport.ftp.operations;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Call;

/**
 * A login for the time of one call.
 *
 * @param place where its paths lie
 * @param at the working directory of an opened connection, seen from where it began; empty for a configured one
 * @param release gives the login back; further calls do nothing
 */
record SessionUse(FtpSession session, Place place, FtpPath at, Runnable release) {
    /** The path for the server. An opened connection's server already stands in its working directory. */
    FtpPath onServer(FtpPath path) {
        return at.isEmpty() ? place.resolve(path) : path;
    }

    /** Fails unless the policy allows this path; what is compared begins where the login began. */
    void require(Call call, FtpPath path) {
        FtpPath whole = at.resolve(path);
        call.requireObject(
                (whole.isAbsolute() ? "//" : "/") + new String(strip(whole), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static byte[] strip(FtpPath path) {
        byte[] bytes = path.bytes();
        return path.isAbsolute() ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    void giveBack() {
        release.run();
    }
}
