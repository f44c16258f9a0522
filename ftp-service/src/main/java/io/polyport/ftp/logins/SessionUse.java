package io.polyport.ftp.logins;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Call;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A login for the time of one call.
 *
 * @param place where its paths lie
 * @param at the working directory of an opened connection, seen from where it began; empty for a configured one
 * @param release gives the login back; further calls do nothing
 */
public record SessionUse(FtpSession session, Place place, FtpPath at, Runnable release) {
    /** The path for this login. An opened connection's already stands in its working directory. */
    public FtpPath onServer(FtpPath path) {
        return place.isOpened() ? path : place.resolve(path);
    }

    /** Fails unless the policy allows this path; what is compared begins where the login began. */
    public void require(Call call, FtpPath path) {
        call.requireObject(object(path));
    }

    /** Whether the policy allows this path, which a tree holds that it does allow. */
    public boolean allows(Call call, FtpPath path) {
        return call.allowsObject(object(path));
    }

    private String object(FtpPath path) {
        return objectOf(at.resolve(path));
    }

    /** How the policy's patterns see a path that begins where the login begins, or at the server's root. */
    public static String objectOf(FtpPath whole) {
        return (whole.isAbsolute() ? "//" : "/") + new String(strip(whole), StandardCharsets.UTF_8);
    }

    private static byte[] strip(FtpPath path) {
        byte[] bytes = path.bytes();
        return path.isAbsolute() ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    public void giveBack() {
        release.run();
    }
}
