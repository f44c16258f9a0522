package io.polyport.ftp;

import java.time.Duration;

/**
 * How long and how large things may be with one server.
 *
 * @param connect until a connection stands, its name's look-up included
 * @param reply until a whole reply has come; bytes in between do not prolong it
 * @param dataIdle without a byte moving on a data connection that could move
 * @param replyLine bytes in one line of a reply
 * @param replyLines lines in one reply
 */
public record FtpLimits(Duration connect, Duration reply, Duration dataIdle, int replyLine, int replyLines) {
    public FtpLimits {
        if (!isPositive(connect) || !isPositive(reply) || !isPositive(dataIdle) || replyLine < 64 || replyLines < 16) {
            throw new IllegalArgumentException(
                    "times are at least 1 ms, a reply's line at least 64 bytes, a reply at least 16 lines");
        }
    }

    /** 10 s to connect, 30 s for a reply, 60 s without data, 8 KiB lines, 2000 lines. */
    public static FtpLimits defaults() {
        return new FtpLimits(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), 8192, 2000);
    }

    public FtpLimits withTimes(Duration newConnect, Duration newReply, Duration newDataIdle) {
        return new FtpLimits(newConnect, newReply, newDataIdle, replyLine, replyLines);
    }

    private static boolean isPositive(Duration time) {
        return time.toMillis() > 0;
    }
}
