package io.polyport.ftp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;

/**
 * One file, directory or link of a far server, as its listing told it.
 *
 * @param rawName the name's bytes as the server sent them, so that it can be sent back unchanged
 * @param name the same as text, in the listing's charset
 * @param type what it is
 * @param size bytes, -1 when the server did not say
 * @param modified last change in UTC, null when unknown
 * @param unit of {@code modified}: what the server did not tell of it, its begin stands for (a day's, a minute's)
 * @param permissions as the server wrote them ({@code -rw-r--r--}, or RFC 3659's {@code perm} fact), null when unknown
 * @param owner null when unknown
 * @param group null when unknown
 * @param linkTarget where a link points, null when it is none or unknown
 * @param raw the server's line, as text
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
public record FtpEntry(
        byte[] rawName,
        String name,
        Type type,
        long size,
        Instant modified,
        ChronoUnit unit,
        String permissions,
        String owner,
        String group,
        String linkTarget,
        String raw) {

    /** What an entry is; OTHER are devices, sockets and what else a server may show. */
    public enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }

    public FtpEntry {
        rawName = rawName.clone();
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(unit, "unit");
        if (size < -1) {
            throw new IllegalArgumentException("size " + size);
        }
    }

    @Override
    public byte[] rawName() {
        return rawName.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FtpEntry that
                && Arrays.equals(rawName, that.rawName)
                && name.equals(that.name)
                && type == that.type
                && size == that.size
                && Objects.equals(modified, that.modified)
                && unit == that.unit
                && Objects.equals(permissions, that.permissions)
                && Objects.equals(owner, that.owner)
                && Objects.equals(group, that.group)
                && Objects.equals(linkTarget, that.linkTarget)
                && Objects.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(rawName), type, size, modified);
    }
}
