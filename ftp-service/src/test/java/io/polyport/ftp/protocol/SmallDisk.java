package io.polyport.ftp.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A disk that is soon full, for one process: it is mounted in a mount namespace that only this process and its children
 * are in, so that it goes with them, however the test ends.
 */
public final class SmallDisk {
    /** What fits onto it. */
    public static final int BYTES = 1 << 20;

    private static final String SCRIPT = "mount -t tmpfs -o size=" + BYTES + ",mode=0777 tmpfs \"$0\" && exec \"$@\"";

    private SmallDisk() {}

    /** Why there can't be one; null when there can. */
    static String obstacle() {
        try {
            var probe = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0
                    ? null
                    : "mounting needs root and the capability SYS_ADMIN";
        } catch (IOException notThere) {
            return "the command unshare is missing";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** What stands before the command that shall see the disk at this directory. */
    static List<String> mountedAt(Path directory) {
        return List.of("unshare", "-m", "sh", "-c", SCRIPT, directory.toString());
    }

    /** The path by which this process sees what the other one does. */
    static Path seenBy(long process, Path path) {
        return Path.of("/proc/" + process + "/root" + path);
    }
}
